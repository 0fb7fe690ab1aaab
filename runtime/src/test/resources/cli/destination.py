import sys, json
a=sys.argv[1:]
def out(m): print(json.dumps(m), flush=True)
if a[0]=='spec': out({"type":"SPEC","spec":{"supported_destination_sync_modes":["append","overwrite"],"connectionSpecification":{"type":"object","properties":{"f":{"type":"string"}}}}})
elif a[0]=='check': out({"type":"CONNECTION_STATUS","connectionStatus":{"status":"FAILED","message":"disk full"}})
elif a[0]=='write':
    c=json.load(open(a[a.index('--config')+1])); f=open(c["f"],"a")
    for l in sys.stdin:
        m=json.loads(l)
        if m["type"]=="RECORD": f.write(l)
        if m["type"]=="STATE": f.flush(); out(m)
