import sys, json, os
a=sys.argv[1:]
def out(m): print(json.dumps(m), flush=True)
if a[0]=='spec': out({"type":"SPEC","spec":{"connectionSpecification":{"type":"object","required":["token"],"properties":{"token":{"type":"string","airbyte_secret":True},"n":{"type":"integer"}}}}})
elif a[0]=='check': out({"type":"CONNECTION_STATUS","connectionStatus":{"status":"SUCCEEDED"}})
elif a[0]=='discover': out({"type":"CATALOG","catalog":{"streams":[{"name":"users","json_schema":{"type":"object","properties":{"id":{"type":"integer"},"name":{"type":"string"}}},"supported_sync_modes":["full_refresh","incremental"],"source_defined_cursor":True,"source_defined_primary_key":[["id"]],"wharf":{"price":{"first":34,"quiet":2,"busy":9}}}]}})
elif a[0]=='read':
    c=json.load(open(a[a.index('--config')+1])); sys.stderr.write("token is %s\n"%c["token"])
    for i in range(c.get("n",5)): out({"type":"RECORD","record":{"stream":"users","emitted_at":1,"data":{"id":i,"name":"n%d"%i if i!=3 else 7}}})
    out({"type":"TRACE","trace":{"type":"ANALYTICS","emitted_at":1,"analytics":{"type":"wharf.calls","value":json.dumps({"account":"acct_1","calls":[{"stream":"users","class":"read","calls":3}]})}}})
    out({"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"users"},"stream_state":{"c":5}}}})
    out({"type":"TRACE","trace":{"type":"STREAM_STATUS","emitted_at":1,"stream_status":{"stream_descriptor":{"name":"users"},"status":"COMPLETE"}}})
