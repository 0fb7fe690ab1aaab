"""A source of ships. Its config says which records it has (rows), what the name of a ship may be (names), how it keeps its state (state), and
whether it never ends (endless)."""
import json, sys

SHIPS = {"name": "ships"}


def say(message):
    print(json.dumps(message), flush=True)


def config():
    return json.load(open(sys.argv[sys.argv.index("--config") + 1]))


def catalog():
    schema = {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": config().get("names", "string")}, "at": {"type": "integer"}}}
    stream = {"name": "ships", "json_schema": schema, "supported_sync_modes": ["full_refresh", "incremental"], "source_defined_cursor": True,
              "default_cursor_field": config().get("cursor", []), "source_defined_primary_key": [["id"]]}
    return {"streams": [stream]}


def state():
    if config().get("state") == "GLOBAL":
        return {"type": "GLOBAL", "global": {"shared_state": {"read": True}, "stream_states": [{"stream_descriptor": SHIPS, "stream_state": {"read": True}}]}}
    return {"type": "STREAM", "stream": {"stream_descriptor": SHIPS, "stream_state": {"read": True}}, "sourceStats": {"recordCount": len(config()["rows"])}}


def read():
    while config().get("endless"):
        say({"type": "RECORD", "record": {"stream": "ships", "emitted_at": 1700000000000, "data": {"id": 1}}})
    if "--state" not in sys.argv:
        for row in config()["rows"]:
            say({"type": "RECORD", "record": {"stream": "ships", "emitted_at": 1700000000000, "data": row}})
    say({"type": "STATE", "state": state()})
    say({"type": "TRACE", "trace": {"type": "STREAM_STATUS", "emitted_at": 1, "stream_status": {"stream_descriptor": SHIPS, "status": "COMPLETE"}}})


match sys.argv[1]:
    case "spec": say({"type": "SPEC", "spec": {"connectionSpecification": {"type": "object"}}})
    case "check": say({"type": "CONNECTION_STATUS", "connectionStatus": {"status": "SUCCEEDED"}})
    case "discover": say({"type": "CATALOG", "catalog": catalog()})
    case "read": read()
