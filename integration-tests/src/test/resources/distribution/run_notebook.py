"""Runs a notebook and writes it, with its outputs, to another file."""

import sys

import nbclient
import nbformat

notebook = nbformat.read(sys.argv[1], as_version=4)
nbclient.NotebookClient(notebook, timeout=240, kernel_name="python3").execute()
for cell in notebook.cells:
    # When and how often a cell ran says nothing to a reader.
    cell.metadata.pop("execution", None)
    if cell.cell_type == "code":
        # Spark's start-up messages differ from machine to machine.
        cell.outputs = [o for o in cell.outputs if o.get("name") != "stderr"]
notebook.metadata["language_info"] = {"name": "python"}
nbformat.write(notebook, sys.argv[2])
