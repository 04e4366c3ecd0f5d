"""Files beside the keys, when several nodes of one machine share the folder."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from server.crypto.files import create_whole


def test_nodes_that_write_the_same_file_at_once_leave_one_whole(tmp_path: Path):
    path = tmp_path / "audit.heads"
    contents = [bytes([number]) * 100 for number in range(64)]

    with ThreadPoolExecutor(8) as nodes:
        for written in [nodes.submit(create_whole, path, content) for content in contents]:
            written.result()

    assert path.read_bytes() in contents
    assert [path] == list(tmp_path.iterdir())
