import JOSE
import TokenCheck

let token = bytes(ofFile: CommandLine.arguments[1])
let keyFile = bytes(ofFile: CommandLine.arguments[2])

var policy = Policy()
policy.tenants = .only(["1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801"])
policy.audiences = .resource(.defenderXDR)
policy.operations = [
    Operation(name: "incidents.list", application: .permission("Incident.Read.All"), delegated: nil)
]
let keys = try KeySet(parsing: keyFile.span, origin: KeySet.Origin(source: .file))
let report = Report(
    on: token.span, keys: keys, policy: policy, now: Instant(secondsSince1970: 1_795_425_600))

if case .accepted(let claims) = report.verdict {
    print("accepted:", claims.client ?? "?", claims.permissions)
} else {
    print("not accepted:", report.remarkable.map(\.code.name))
}
