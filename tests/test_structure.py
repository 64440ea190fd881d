"""The import contracts hold, and would not if a handler reached for the database."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def check_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - our own tool


def copy_project(folder: Path) -> Path:
    for name in ("bot", "briefings", "storage"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_contracts_hold() -> None:
    checked = check_imports(ROOT)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_handler_that_imports_sqlalchemy_breaks_them(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    handler = project / "bot" / "handlers" / "browse.py"
    handler.write_text(f"import sqlalchemy\n{handler.read_text(encoding='utf-8')}", encoding="utf-8")
    checked = check_imports(project)
    assert checked.returncode == 1
    assert "Only storage knows SQLAlchemy BROKEN" in checked.stdout


def test_a_briefing_that_imports_storage_breaks_them(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    module = project / "briefings" / "composition" / "timeline.py"
    module.write_text(f"{module.read_text(encoding='utf-8')}\nimport storage.model.values\n", encoding="utf-8")
    checked = check_imports(project)
    assert checked.returncode == 1
    assert "BROKEN" in checked.stdout
