import signal
import socket

import pytest

from tests.services.portal import ROOT, environment
from tests.services.processes import free_port, running


@pytest.mark.parametrize("stop_signal", [signal.SIGTERM, signal.SIGINT])
def test_whoever_stops_what_make_run_starts_stops_its_web_server(tmp_path, stop_signal):
    """Also where only the script hears it, as from a service manager: Ctrl-C reaches the whole group."""
    port = free_port()
    own = environment(tmp_path / "portal.sqlite3", PORT=str(port), DEMO_PASSWORD="a long enough password")
    with running([".ci/serve"], port=port, folder=tmp_path, stop_signal=stop_signal, cwd=ROOT, env=own) as script:
        pass
    assert script.returncode == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
