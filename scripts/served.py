"""What the measurements of the server have in common: starting and ending processes, loading them, their memory.

Imported by perf-check.py, bench-server.py and soak.py; needs the Python standard library only.
"""

import contextlib
import ctypes
import fcntl
import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
LAUNCHER = str(ROOT / "zavora-cli")
MIB = 1024
PING = json.dumps({"from_agent": "perf", "to_agent": "zavora", "message_id": "m-{n}", "payload": {"intent": "load"}})


class Trouble(Exception):
    """Measuring is not possible; the text says why and what to do."""


@contextlib.contextmanager
def ending_what_was_started():
    """An ExitStack whose processes end with the program, also when it is told to end by a signal."""

    def told_to_end(number, _):
        # a second signal must not interrupt the clearing up
        for other in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(other, signal.SIG_IGN)
        raise SystemExit(128 + number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, told_to_end)
    with contextlib.ExitStack() as stack:
        yield stack


def end_with_parent():
    """In a child: Linux kills it when this program is killed in a way that it cannot notice."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def spawn(stack, command, **options):
    """A process that is ended, by its id, when the stack is left. Signals of the terminal do not reach it."""
    process = subprocess.Popen(command, start_new_session=True, preexec_fn=end_with_parent, **options)
    stack.callback(end, process)
    return process


def end(process):
    """Tells a process to end, and kills it when it does not."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream:
            stream.close()


def java_home():
    script = '. "$1/scripts/find-jdk.sh" && jdk_tool=javac && find_jdk && echo "$java_home"'
    return subprocess.check_output(["sh", "-c", script, "sh", str(ROOT)], text=True).strip()


def folder(stack):
    """A temporary folder, removed when the stack is left."""
    return stack.enter_context(tempfile.TemporaryDirectory())


def start_stub(stack):
    """The scripted model server; its URL."""
    stub = spawn(stack, [java_home() + "/bin/java", "-XX:+UseSerialGC", str(ROOT / "scripts/ModelStub.java")],
                 stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    line = stub.stdout.readline()
    if not line.strip():
        raise Trouble("The scripted model (scripts/ModelStub.java) did not start; its error is above.")
    return f"http://127.0.0.1:{int(line)}"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def taken(host, port):
    """Whether somebody listens there."""
    try:
        socket.create_connection((host, port), 5).close()
        return True
    except OSError:
        return False


class Server:
    """The packaged program as a server on a port."""

    def __init__(self, stack, home, arguments=(), host="127.0.0.1", port=None, model_url="http://127.0.0.1:9"):
        self.host, self.port = host, port or free_port()
        self.log = open(pathlib.Path(home, "server.log"), "wb+")
        stack.callback(self.log.close)
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "OPENAI_BASE_URL": model_url + "/v1",
            "OPENAI_API_KEY": "x",
            "ZAVORA_BUILD": "never",
        }
        for name in ("JAVA_HOME", "ZAVORA_JAVA_HOME", "ZAVORA_JAVA_OPTS"):
            if name in os.environ:
                environment[name] = os.environ[name]
        self.started = time.perf_counter()
        self.process = spawn(
            stack,
            [LAUNCHER, "--provider", "openai", *arguments, "server", "serve", "--host", host, "--port", str(self.port)],
            cwd=home, env=environment, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)

    @property
    def url(self):
        return f"http://{'[' + self.host + ']' if ':' in self.host else self.host}:{self.port}"

    def await_answer(self, path, patience, pause):
        """Asks until the path answers 200; the seconds from the start of the process to that."""
        deadline = time.perf_counter() + patience
        while time.perf_counter() < deadline:
            if self.process.poll() is not None:
                raise Trouble(f"The server ended at once with {self.process.returncode}:\n{self.said()}")
            if status(self.host, self.port, path) == 200:
                return time.perf_counter() - self.started
            time.sleep(pause)
        raise Trouble(f"The server did not answer {path} with 200 within {patience:g} s:\n{self.said()}")

    def said(self):
        self.log.flush()
        return pathlib.Path(self.log.name).read_text(errors="replace").strip()

    def rss(self):
        return rss(self.process.pid)

    def cpu(self):
        return cpu(self.process.pid)


def status(host, port, path):
    """The status of an answer; 0 without one."""
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def rss(pid):
    """Resident memory of a process, MiB."""
    try:
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / MIB
    except OSError:
        pass
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
    if not told:
        raise Trouble(f"The process {pid} is gone: its memory cannot be read.")
    return int(told) / MIB


def cpu(pid):
    """Processor time of a process, seconds; Linux only."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def start_load(stack, *options):
    """The load generator, started; finish_load reads its report."""
    return spawn(stack, [str(ROOT / "scripts/load"), *map(str, options)], stdout=subprocess.PIPE, text=True)


def finish_load(process):
    told, _ = process.communicate()
    if process.returncode != 0:
        raise Trouble(f"The load generator (scripts/load) ended with {process.returncode}; its error is above.")
    return json.loads(told)


def load(*options):
    """Runs the load generator to its end: the options of scripts/load, its report."""
    with contextlib.ExitStack() as stack:
        return finish_load(start_load(stack, *options))


def ping(url):
    """The options that load the ping."""
    return ["--url", url + "/v1/a2a/ping", "--header", "Content-Type: application/json", "--body", PING,
            "--expect", '"acknowledged"']


def failures_of(report):
    """The kinds of failure of a load, as one text; empty for none."""
    return ", ".join(f"{count} × {kind}" for kind, count in report["errors"].items())


@contextlib.contextmanager
def lock(path, doing="measurement", why="each would measure the other"):
    """Holds a lock file, so that two of a kind do not disturb each other."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = open(path, "a+")
    except OSError as e:
        raise Trouble(f"{path} cannot be written: {e.strerror}. Make the folder writable.") from e
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            raise Trouble(f"Another {doing} runs in this checkout ({file.read().strip()}): wait until it has ended; {why}."
                          ) from None
        file.truncate(0)
        file.write(f"{pathlib.Path(sys.argv[0]).name}, process {os.getpid()}\n")
        file.flush()
        yield


def processors():
    """Which machine this is, in a few words that stay the same."""
    name = "unknown processor"
    with contextlib.suppress(OSError):
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                name = line.split(":", 1)[1].strip()
                break
    return f"{os.cpu_count()} processors, {name}"


def machine():
    """Where it was measured, in a few words."""
    return f"{processors()}, load average {os.getloadavg()[0]:.1f} at the end"


def write_between(page, mark, text):
    """Replaces what stands between the marks of a page."""
    begin, finish = f"<!-- {mark}: begin -->", f"<!-- {mark}: end -->"
    before, rest = page.read_text().split(begin, 1)
    page.write_text(f"{before}{begin}\n{text}\n{finish}{rest.split(finish, 1)[1]}")


def main(run):
    """Runs a measurement; trouble becomes a message and exit code 2."""
    try:
        sys.exit(run())
    except Trouble as e:
        print(f"{pathlib.Path(sys.argv[0]).stem}: {e}", file=sys.stderr)
        sys.exit(2)
