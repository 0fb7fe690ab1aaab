"""A source that stands still in one of its verbs, and tells its process id through a FIFO when it does. Called as: waiting.py FIFO VERB [stubborn] ARGUMENTS."""
import json, os, signal, sys

fifo, still = sys.argv[1:3]
arguments = sys.argv[3:]
if arguments[0] == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    arguments = arguments[1:]
SHIPS = {"name": "ships"}


def say(message):
    print(json.dumps(message), flush=True)


def stand_still(verb):
    if verb == still:
        with open(fifo, "w") as told:
            told.write("%d\n" % os.getpid())
        while True:
            signal.pause()


match arguments[0]:
    case "spec":
        stand_still("spec")
        say({"type": "SPEC", "spec": {"connectionSpecification": {"type": "object"}}})
    case "check":
        stand_still("check")
    case "discover":
        stand_still("discover")
        schema = {"type": "object", "properties": {"id": {"type": "integer"}}}
        say({"type": "CATALOG", "catalog": {"streams": [{"name": "ships", "json_schema": schema, "supported_sync_modes": ["incremental"], "source_defined_cursor": True}]}})
    case "read":
        say({"type": "RECORD", "record": {"stream": "ships", "emitted_at": 1, "data": {"id": 1}}})
        say({"type": "STATE", "state": {"type": "STREAM", "stream": {"stream_descriptor": SHIPS, "stream_state": {"read": 1}}}})
        stand_still("read")
        error = {"message": "the harbour is closed for a while", "failure_type": "transient_error"}
        say({"type": "TRACE", "trace": {"type": "ERROR", "emitted_at": 1, "error": error}})
        sys.exit(1)
