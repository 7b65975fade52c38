"""Writes the Grafana boards of the mesh, or with --check tells whether they are up to date.

The source is boards/*.toml; dashboards/*.json is what Grafana reads. In a query, @ stands for the
variables of every board (job and instance) and @job for the first of them. Needs Python 3.11.
"""

import json
import pathlib
import sys
import tomllib

FOLDER = pathlib.Path(__file__).parent
SELECTOR = 'job=~"$job", instance=~"$instance"'
JOB = 'job=~"$job"'
DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}
COLUMNS, HEIGHT, WIDTH = 3, 8, 8


def written_out(query):
    return query.replace("@job", JOB).replace("@", SELECTOR)


def runbook_link(name):
    return {"title": "Runbook", "url": f"${{runbooks}}/{name}.md", "targetBlank": True}


def panel(number, place, content):
    return {
        "id": number,
        "type": "timeseries",
        "title": content["title"],
        "description": content["description"],
        "datasource": DATASOURCE,
        "gridPos": place,
        "fieldConfig": {
            "defaults": {
                "unit": content["unit"],
                "min": 0,
                "custom": {"fillOpacity": 10, "showPoints": "never"},
            },
            "overrides": [],
        },
        "options": {
            "legend": {"displayMode": "list", "placement": "bottom"},
            "tooltip": {"mode": "multi", "sort": "desc"},
        },
        "links": [runbook_link(content["runbook"])],
        "targets": [
            {
                "refId": chr(ord("A") + index),
                "datasource": DATASOURCE,
                "expr": written_out(query["expr"]),
                "legendFormat": query["legend"],
                "range": True,
            }
            for index, query in enumerate(content["queries"])
        ],
    }


def row(number, y, title):
    return {
        "id": number,
        "type": "row",
        "title": title,
        "collapsed": False,
        "gridPos": {"h": 1, "w": COLUMNS * WIDTH, "x": 0, "y": y},
        "panels": [],
    }


def panels(rows):
    made, y = [], 0
    for source in rows:
        contents = source["panels"]
        made.append(row(len(made) + 1, y, source["title"]))
        y += 1
        for index, content in enumerate(contents):
            place = {
                "h": HEIGHT,
                "w": WIDTH,
                "x": index % COLUMNS * WIDTH,
                "y": y + index // COLUMNS * HEIGHT,
            }
            made.append(panel(len(made) + 1, place, content))
        y += -(-len(contents) // COLUMNS) * HEIGHT
    return made


def query_variable(name, label, query):
    return {
        "name": name,
        "label": label,
        "type": "query",
        "datasource": DATASOURCE,
        "query": {"query": query, "refId": name},
        "definition": query,
        "refresh": 2,
        "sort": 1,
        "multi": True,
        "includeAll": True,
        "allValue": ".+",
        "current": {"selected": True, "text": ["All"], "value": ["$__all"]},
    }


def variables():
    return [
        {
            "name": "datasource",
            "label": "Data source",
            "type": "datasource",
            "query": "prometheus",
            "current": {},
        },
        query_variable("job", "Job", "label_values(latentmesh_build_info, job)"),
        query_variable(
            "instance", "Instance", f"label_values(latentmesh_build_info{{{JOB}}}, instance)"
        ),
        {
            "name": "runbooks",
            "label": "Runbooks at",
            "type": "textbox",
            "query": "docs/runbooks",
            "current": {"text": "docs/runbooks", "value": "docs/runbooks"},
        },
    ]


def annotation(name, colour, query):
    return {
        "name": name,
        "datasource": DATASOURCE,
        "enable": True,
        "iconColor": colour,
        "expr": written_out(query),
        "titleFormat": name,
        "step": "30s",
    }


def board(source):
    return {
        "uid": source["uid"],
        "title": source["title"],
        "description": source["description"],
        "tags": ["latentmesh"],
        "schemaVersion": 39,
        "version": 1,
        "editable": False,
        "refresh": "30s",
        "time": {"from": "now-1h", "to": "now"},
        "timezone": "browser",
        "annotations": {
            "list": [
                annotation("Process ends", "orange", "latentmesh_draining{@} == 1"),
                annotation(
                    "Replicas change",
                    "blue",
                    "changes(latentmesh_upstream_ready_endpoints{@}[1m]) > 0",
                ),
            ]
        },
        "links": [
            {
                "title": "Boards of the mesh",
                "type": "dashboards",
                "tags": ["latentmesh"],
                "asDropdown": True,
                "includeVars": True,
                "keepTime": True,
            }
        ],
        "templating": {"list": variables()},
        "panels": panels(source["rows"]),
    }


def main():
    stale, count = [], 0
    for file in sorted((FOLDER / "boards").glob("*.toml")):
        made = board(tomllib.loads(file.read_text()))
        count += sum(each["type"] != "row" for each in made["panels"])
        target = FOLDER / "dashboards" / f"{made['uid']}.json"
        text = json.dumps(made, indent=1) + "\n"
        if "--check" not in sys.argv[1:]:
            target.write_text(text)
        elif not target.exists() or target.read_text() != text:
            stale.append(target.name)
    if stale:
        sys.exit(f"boards: {', '.join(stale)}: not what boards.py writes; run it and commit")
    print(f"boards: {count} panels")


if __name__ == "__main__":
    main()
