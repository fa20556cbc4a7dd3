"""Defender XDR's and Microsoft Graph's security API, as far as their documentation goes, for the incidents of one tenant.

Which requests there are and which permissions open them is what the program under test exports; nothing is listed twice.
"""

import itertools
import json
import re
import subprocess
import tempfile
import time
import urllib.parse
from pathlib import Path

import minting
from defender_data import FilterDefect, Incidents, condition

XDR = {"incidentId": "id", "redirectIncidentId": "redirect", "incidentName": "name", "createdTime": "created",
       "lastUpdateTime": "updated", "assignedTo": "assigned", "classification": "classification",
       "determination": "determination", "status": "status", "severity": "severity", "tags": "tags",
       "comments": "comments", "alerts": "alerts"}
GRAPH = {"id": "id", "redirectIncidentId": "redirect", "displayName": "name", "createdDateTime": "created",
         "lastUpdateDateTime": "updated", "assignedTo": "assigned", "classification": "classification",
         "determination": "determination", "status": "status", "severity": "severity", "customTags": "tags",
         "comments": "comments"}
FILTERS = {"xdr": {"lastUpdateTime", "createdTime", "status", "assignedTo"},
           "graph": {"assignedTo", "classification", "createdDateTime", "determination", "lastUpdateDateTime", "severity",
                     "status"}}
# Written by Defender XDR's rules; Graph's words differ by their first letter and a few spellings.
FITTING = {"truepositive": "multistagedattack malicioususeractivity compromisedaccount malware phishing unwantedsoftware",
           "informationalexpectedactivity": "securitytesting lineofbusinessapplication confirmedactivity "
                                            "confirmeduseractivity",
           "falsepositive": "clean notmalicious noenoughdatatovalidate notenoughdatatovalidate"}
TABLES = ["DeviceInfo", "DeviceProcessEvents", "EmailEvents", "AlertInfo"]


class DefenderAPI:
    """The two APIs over one store. `queue` holds answers that come before anything else is looked at."""

    def __init__(self, binary, count=200, calls_a_minute=None):
        self.binary, self.incidents, self.queue, self.calls = binary, Incidents(count), [], []
        self.calls_a_minute, self.links, self.verified, self.keys = calls_a_minute, False, {}, [minting.KEY_FILE]
        self.hosts = {"api.security.microsoft.com": "defender-xdr", "graph.microsoft.com": "graph"}
        self.requests = {name: self.export(name) for name in self.hosts.values()}
        self.audiences = {name: self.names(name) for name in self.hosts.values()}

    def trust(self, key_file):
        """Accepts what this key signed, too."""
        self.keys.append(key_file)
        self.verified.clear()

    def document(self, *words):
        done = subprocess.run([self.binary, *words, "-o", "json"], capture_output=True, check=True)
        return json.loads(done.stdout)

    def export(self, resource):
        """Every request of a resource that is about incidents or hunting, with what opens it."""
        listed = self.document("permissions", resource)["permissions"]
        texts = sorted({known["request"] for entry in listed for known in entry["operations"]
                        if re.search("incident|hunt", known["request"], re.IGNORECASE)})
        found = []
        for text in texts:
            known = next(known for known in self.document("permissions", "--for", text)["operations"]
                         if known["resource"] == resource)
            method, path = text.split()
            pattern = re.sub(r"\\{\w+\\}", "([^/]+)", re.escape(path))
            found.append((method, re.compile(pattern + r"/?", re.IGNORECASE), known))
        return found

    def names(self, resource):
        """Every audience of a resource."""
        known = self.document("resources", resource)["resources"][0]
        return {*known["aliases"], *known["audiences"].values(), known["applicationId"]}

    def install(self, authority):
        """Puts the APIs behind their hosts."""
        authority.services |= {host: self for host in self.hosts}
        return self

    def __call__(self, request):
        self.calls.append((request.method, request.path, request.body))
        if self.queue:
            return self.queue.pop(0)
        resource = self.hosts[request.host]
        path, _, query = request.path.partition("?")
        for method, pattern, known in self.requests[resource]:
            match = pattern.fullmatch(path)
            if match and method == request.method:
                refusal = self.refuse(request, resource, known) or self.throttle()
                return refusal or self.answer(resource, known, match.groups(), urllib.parse.parse_qs(query), request)
        return self.error(404, "ResourceNotFound", "There is no such resource.", resource)

    # The token.

    def refuse(self, request, resource, known):
        """The refusal of a request whose token does not open it; None when it does."""
        token = request.fields.get("authorization", "").removeprefix("Bearer ")
        if not self.is_genuine(token):
            return self.error(401, "Unauthorized", "The token is missing or its signature is invalid.", resource,
                              {"www-authenticate": 'Bearer error="invalid_token"'})
        claims = minting.claims_of(token)
        if claims["aud"] not in self.audiences[resource]:
            return self.error(401, "InvalidAuthenticationToken", "Access token validation failure. Invalid audience.",
                              resource)
        if claims["exp"] < time.time():
            return self.error(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.",
                              resource)
        held = claims.get("roles", []) if "scp" not in claims else claims["scp"].split()
        wanted = known["delegated" if "scp" in claims else "application"]
        if not set(held) & set(wanted):
            return self.error(403, "Forbidden", "Missing application roles. API required roles: "
                              f"{', '.join(wanted)}, application roles: {', '.join(held)}.", resource)
        return None

    def is_genuine(self, token):
        """Whether one of the keys that sign here signed it."""
        if token not in self.verified:
            text, _, signature = token.rpartition(".")
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder, "signature")
                try:
                    file.write_bytes(minting.base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4)))
                except ValueError:
                    return False
                self.verified[token] = any(subprocess.run(
                    ["openssl", "dgst", "-sha256", "-prverify", key, "-signature", file],
                    input=text.encode(), capture_output=True, check=False).returncode == 0 for key in self.keys)
        return self.verified[token]

    def throttle(self):
        """The refusal of one call too many within a minute."""
        if self.calls_a_minute is None:
            return None
        now = time.time()
        self.recent = [moment for moment in getattr(self, "recent", []) if moment > now - 60]
        if len(self.recent) >= self.calls_a_minute:
            wait = int(self.recent[0] + 61 - now)
            return self.error(429, "TooManyRequests", f"Too many requests: try again in {wait} seconds.", "defender-xdr",
                              {"retry-after": wait})
        self.recent.append(now)
        return None

    # What is asked.

    def answer(self, resource, known, values, query, request):
        graph = resource == "graph"
        try:
            body = json.loads(request.body) if request.body else {}
        except ValueError:
            return self.error(400, "InvalidRequestBody", "The body is no JSON.", resource)
        if request.method == "POST" and not values:
            return self.hunt(resource, body)
        if not values:
            return self.list(resource, query, request)
        number = int(values[0]) if values[0].isdigit() else 0
        if self.incidents.get(number) is None:
            return self.error(404, "ResourceNotFound", f"Incident {values[0]} was not found.", resource)
        if request.method == "PATCH":
            refusal = self.change(resource, number, body)
            if refusal:
                return refusal
        if request.method == "POST":
            self.comment(number, body["comment"])
        return self.good(self.shape(self.incidents.get(number), GRAPH if graph else XDR, graph))

    def list(self, resource, query, request):
        graph = resource == "graph"
        names, most = (GRAPH, 50) if graph else (XDR, 100)
        top, skip = int(query.get("$top", [most])[0]), int(query.get("$skip", [0])[0])
        if top > most:
            return self.error(400, "ODataError", f"The limit of '{most}' for Top query has been exceeded.", resource)
        test = None
        if "$filter" in query:
            try:
                test = condition(query["$filter"][0], {name: names[name] for name in FILTERS["graph" if graph else "xdr"]})
            except FilterDefect as defect:
                return self.error(400, "ODataError", str(defect), resource)
        # Without a filter nobody need look at what is skipped.
        matching = self.incidents.all(skip) if test is None else (one for one in self.incidents.all() if test(one))
        found = list(itertools.islice(matching, 0 if test is None else skip, (0 if test is None else skip) + top + 1))
        page, isLast = [self.shape(one, names, graph) for one in found[:top]], len(found) <= top
        body = {"@odata.context": f"https://{request.host}/$metadata#Incidents", "value": page}
        if not isLast and (graph or self.links):
            path, _, old = request.path.partition("?")
            rest = [part for part in old.split("&") if part and not part.startswith("$skip")]
            body["@odata.nextLink"] = f"https://{request.host}{path}?" + "&".join([*rest, f"$skip={skip + top}"])
        return self.good(body)

    def change(self, resource, number, body):
        """Makes a change; gives the refusal of one that the API does not make."""
        names = {**{name: name for name in ("status", "classification", "determination")}, "assignedTo": "assigned",
                 ("customTags" if resource == "graph" else "tags"): "tags"}
        what = {names[name]: value for name, value in body.items() if name in names}
        kind = what.get("classification", "").lower()
        fitting = FITTING.get(kind, "").split() + ["other"]
        if kind and what.get("determination", "other").lower() not in fitting:
            return self.error(400, "BadRequest", "The determination does not fit the classification.", resource)
        if unknown := set(body) - set(names) - {"comment"}:
            return self.error(400, "InvalidRequestBody", f"Unknown property {sorted(unknown)[0]}.", resource)
        self.incidents.change(number, what)
        if "comment" in body:
            self.comment(number, body["comment"])
        return None

    def comment(self, number, text):
        said = {"comment": text, "createdBy": "app@contoso.example", "createdTime": "2026-11-25T10:00:00.1234567Z"}
        self.incidents.change(number, {"comments": [*(self.incidents.get(number)["comments"] or []), said]})

    def hunt(self, resource, body):
        graph = resource == "graph"
        query = body.get("Query")
        if not query:
            return self.error(400, "InvalidRequestBody", "Missing query.", resource)
        table = re.match(r"(?:\s*//.*\n)*\s*(\w+)", query)
        if not table or "||" in query:
            line = query[:query.find("||")].count("\n") + 1
            column = len(query[:query.find("||")].rsplit("\n", 1)[-1]) + 2
            return self.error(400, "BadRequest", "Syntax error: Query could not be parsed at '|' "
                              f"[line:position={line}:{column}]", resource)
        if table[1] not in TABLES:
            return self.error(400, "BadRequest", "'take' operator: Failed to resolve table or column expression named "
                              f"'{table[1]}'. Fix semantic errors in your query.", resource)
        count = int((re.search(r"(?:take|limit)\s+(\d+)", query) or [0, 3])[1])
        columns = [("Timestamp", "DateTime"), ("DeviceName", "String"), ("Onboarded", "SByte"), ("Detail", "Object")]
        name, kind, schema, results = ("name", "type", "schema", "results") if graph else ("Name", "Type", "Schema", "Results")
        head = {schema: [{name: column, kind: of} for column, of in columns]}
        if not graph:
            head["Stats"] = {"ExecutionTime": 0.016, "resource_usage": {"cpu": {"total cpu": "00:00:00.0156250"}}}
        return 200, {}, ("pieces", self.rows(f'{json.dumps(head)[:-1]}, "{results}": [', min(count, 100_000)))

    @staticmethod
    def rows(head, count):
        """An answer with so many rows, a thousand at a time: they are never all in memory."""
        yield head.encode()
        for start in range(0, count, 1000):
            yield (("," if start else "") + ",".join(
                json.dumps({"Timestamp": "2026-11-24T08:15:30.1234567Z", "DeviceName": f"host-{row}.contoso.example",
                            "Onboarded": row % 2, "Detail": {"note": 'a "quoted", note'} if row % 2 else None})
                for row in range(start, min(start + 1000, count)))).encode()
        yield b"]}"

    # How it is written.

    def shape(self, incident, names, graph):
        """An incident in the words of one API; Graph's ids are texts, and its words begin with a small letter."""
        shaped = {name: incident[word] for name, word in names.items()}
        if graph:
            for name in ("id", "redirectIncidentId"):
                shaped[name] = shaped[name] and str(shaped[name])
            for name in ("status", "severity", "classification", "determination"):
                shaped[name] = shaped[name] and shaped[name][0].lower() + shaped[name][1:]
            shaped["incidentWebUrl"] = f"https://security.microsoft.com/incidents/{incident['id']}"
        return shaped

    @staticmethod
    def good(body):
        return 200, {}, json.dumps(body).encode()

    @staticmethod
    def error(status, code, message, resource, fields=None):
        """An error in the shape of one API."""
        trace = "6f1c2d3e-0a4b-4c5d-8e6f-7a8b9c0d1e2f"
        more = {"innerError": {"date": "2026-11-25T10:00:00", "request-id": trace, "client-request-id": trace}} \
            if resource == "graph" else {"target": trace}
        return status, fields or {}, json.dumps({"error": {"code": code, "message": message, **more}}).encode()
