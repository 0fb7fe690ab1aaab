"""A destination that keeps rows and checkpoints in one SQLite file, in one transaction, and says at start what it holds. A file beside it whose name ends
with -fault says how it is to fail, once: before or after its next commit, or to stand still after
it, having told so through the FIFO that the config names; or only to tell."""
import json, os, sqlite3, sys


def say(message):
    print(json.dumps(message), flush=True)


def config():
    return json.load(open(sys.argv[sys.argv.index("--config") + 1]))


def fault(path, moment):
    if os.path.exists(path + "-fault") and open(path + "-fault").read() == moment:
        os.remove(path + "-fault")
        if moment in ("tell", "still"):
            with open(config()["fifo"], "w") as told:
                told.write("committed\n")
        if moment == "still":
            sys.stdin.read()
        if moment != "tell":
            sys.exit(1)


def held(database, generation):
    for position, epoch, body in database.execute("select position, epoch, body from checkpoint where generation = ?", [generation]).fetchall():
        say({"type": "STATE", "state": {**json.loads(body), "wharf": {"held": True, "epoch": epoch, "position": position}}})
    say({"type": "STATE", "state": {"type": "LEGACY", "data": {}, "wharf": {"held": "end"}}})


def write():
    path = config()["file"]
    catalog = json.load(open(sys.argv[sys.argv.index("--catalog") + 1]))
    epoch, generation = catalog["wharf"]["epoch"], catalog["streams"][0]["generation_id"]
    database = sqlite3.connect(path)
    database.executescript("create table if not exists ship (data text); create table if not exists checkpoint (position, epoch, generation, body);")
    held(database, generation)
    for line in sys.stdin:
        message = json.loads(line)
        if message["type"] == "RECORD":
            database.execute("insert into ship values (?)", [json.dumps(message["record"]["data"])])
        if message["type"] == "STATE":
            fault(path, "before")
            database.execute("delete from checkpoint")
            database.execute("insert into checkpoint values (?, ?, ?, ?)", [message["state"].get("id", 0), epoch, generation, json.dumps(message["state"])])
            database.commit()
            fault(path, "after")
            fault(path, "still")
            fault(path, "tell")
            say(message)


match sys.argv[1]:
    case "spec": say({"type": "SPEC", "spec": {"wharf": {"held": True}, "supported_destination_sync_modes": ["append", "append_dedup", "overwrite"], "connectionSpecification": {"type": "object"}}})
    case "check": say({"type": "CONNECTION_STATUS", "connectionStatus": {"status": "SUCCEEDED"}})
    case "write": write()
