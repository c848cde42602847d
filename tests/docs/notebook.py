"""Runs a notebook and compares what its cells print with what is kept in it.

Usage: notebook.py NOTEBOOK [--write]. With --write the notebook keeps what was printed instead.
Without RECOURSE_DATA, or without nbclient and a kernel, it is left out (77).
"""

import os
import sys


def left_out(reason):
    print(f"left out: {reason}")
    sys.exit(77)


def printed(cell):
    return "".join(out["text"] for out in cell.get("outputs", []) if out["output_type"] == "stream")


def strip(notebook):
    """Only what cells print is kept: no times, no counters."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            text = printed(cell)
            cell.execution_count = None
            cell.metadata.clear()
            cell.outputs = [] if not text else [
                nbformat.v4.new_output("stream", name="stdout", text=text)]  # fmt: skip


def main(path, write):
    notebook = nbformat.read(path, as_version=4)
    kept = [printed(cell) for cell in notebook.cells if cell.cell_type == "code"]
    # In its own process: the interpreter that runs this, not the one that a kernel's file names.
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # the kernel's debugger warns otherwise
    manager = KernelManager(kernel_name="python3")
    manager.kernel_spec.argv[0] = sys.executable
    NotebookClient(notebook, km=manager, timeout=300).execute(cleanup_kc=True)
    strip(notebook)
    notebook.metadata["language_info"] = {"name": "python"}
    if write:
        with open(path, "w", encoding="utf-8") as file:
            nbformat.write(notebook, file)
        return 0
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    wrong = 0
    for number, (cell, before) in enumerate(zip(cells, kept), 1):
        if printed(cell) != before:
            wrong += 1
            print(f"cell {number} printed:\n{printed(cell)}\nand the notebook keeps:\n{before}")
    print(f"{path}: {len(cells)} cells, {wrong} differ")
    return 1 if wrong or not any(kept) else 0


if __name__ == "__main__":
    data = os.environ.get("RECOURSE_DATA")
    if not data or not os.path.exists(os.path.join(data, "messages.jsonl")):
        left_out("RECOURSE_DATA names no folder with messages.jsonl")
    try:
        import nbformat
        from jupyter_client.manager import KernelManager
        from nbclient import NotebookClient
    except ImportError as error:
        left_out(f"{error}; Debian has python3-nbclient and python3-ipykernel")
    sys.exit(main(sys.argv[1], "--write" in sys.argv[2:]))
