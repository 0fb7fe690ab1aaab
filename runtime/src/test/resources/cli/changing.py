"""A source that offers what offer.json says, and notes in reads.jsonl what it is asked to read, and from which states."""
import sys, json
a = sys.argv[1:]
def out(m): print(json.dumps(m), flush=True)
def given(name): return json.load(open(a[a.index(name) + 1])) if name in a else None
if a[0] == "spec": out({"type": "SPEC", "spec": {"connectionSpecification": {"type": "object", "properties": {}}}})
elif a[0] == "discover": out({"type": "CATALOG", "catalog": {"streams": json.load(open("offer.json"))}})
elif a[0] == "read":
    catalog = given("--catalog")
    states = {s["stream"]["stream_descriptor"]["name"]: s["stream"]["stream_state"]["n"] for s in given("--state") or []}
    names = [c["stream"]["name"] for c in catalog["streams"]]
    open("reads.jsonl", "a").write(json.dumps({name: states.get(name, 0) for name in names}) + "\n")
    for name in names:
        n = states.get(name, 0) + 1
        out({"type": "RECORD", "record": {"stream": name, "emitted_at": 1, "data": {"id": n, "region": "eu", "at": {"city": "Berlin", "zip": "1"}}}})
        out({"type": "STATE", "state": {"type": "STREAM", "stream": {"stream_descriptor": {"name": name}, "stream_state": {"n": n}}}})
        out({"type": "TRACE", "trace": {"type": "STREAM_STATUS", "emitted_at": 1, "stream_status": {"stream_descriptor": {"name": name}, "status": "COMPLETE"}}})
