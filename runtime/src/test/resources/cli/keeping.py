"""A destination that can deduplicate, and notes in writes.jsonl by which keys it is told to, and what it gets."""
import sys, json
a = sys.argv[1:]
def out(m): print(json.dumps(m), flush=True)
if a[0] == "spec": out({"type": "SPEC", "spec": {"supported_destination_sync_modes": ["append", "overwrite", "append_dedup"], "connectionSpecification": {"type": "object", "properties": {}}}})
elif a[0] == "write":
    catalog = json.load(open(a[a.index("--catalog") + 1]))
    log = {"keys": {c["stream"]["name"]: c["primary_key"] for c in catalog["streams"]},
           "fields": {c["stream"]["name"]: c["stream"]["json_schema"]["properties"] for c in catalog["streams"]}, "rows": []}
    for line in sys.stdin:
        m = json.loads(line)
        if m["type"] == "RECORD": log["rows"].append([m["record"]["stream"], m["record"]["data"]])
        if m["type"] == "STATE": out(m)
    open("writes.jsonl", "a").write(json.dumps(log) + "\n")
