import Glibc
import JOSE
import StrictJSON
import StrictYAML
import TokenCheck

private let fixtures =
    String(#filePath.split(separator: "/").dropLast(5).map { "/" + $0 }.joined()) + "/Fixtures/"

private func bytes(_ path: String) -> [UInt8] {
    guard let file = fopen(fixtures + path, "r") else { fatalError("cannot read \(path)") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    while bytes.last == 0x0A { bytes.removeLast() }
    return bytes
}

private let token = bytes("tokens/defender-xdr-app.jwt")
private let now = Instant(secondsSince1970: 1_795_425_600)
private let keys: KeySet = {
    let file = bytes("keys/entra-v2.json")
    guard let keys = try? KeySet(parsing: file.span, origin: KeySet.Origin(source: .file)) else {
        fatalError("cannot read the keys")
    }
    return keys
}()

/// What flags expect: a policy that the token meets, and three that it misses by one thing.
private let policies: [(policy: Policy, accepts: Bool)] = {
    var good = Policy()
    good.tenants = .only(["1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801"])
    good.audiences = .resource(.defenderXDR)
    var tenant = good
    tenant.tenants = .only(["00000000-5f60-4718-92a3-b4c5d6e7f801"])
    var role = good
    role.operations = [
        Operation(name: nil, application: .permission("Incident.ReadWrite.All"), delegated: nil)
    ]
    var life = good
    life.maximumLifetimeSeconds = 60
    return [(good, true), (tenant, false), (role, false), (life, false)]
}()

private func isAccepted(_ policy: Policy) -> Bool {
    let report = Report(on: token.span, keys: keys, policy: policy, now: now)
    _ = report.findings.map(\.outcome)
    if case .accepted = report.verdict { return true }
    return false
}

/// No manifest traps, and none lets pass what the flags refuse.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzManifest(_ input: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = Array(UnsafeBufferPointer(start: input, count: count))
    let document =
        text.first == UInt8(ascii: "{")
        ? try? JSONDocument(parsing: text.span, limits: Manifest.limits)
        : (try? YAMLDocument(parsing: text))?.json
    guard let document else { return 0 }
    let manifest: Manifest
    do throws(ManifestDefects) {
        manifest = try Manifest(parsing: document)
    } catch {
        if error.all.isEmpty { fatalError("refused without a reason") }
        return 0
    }
    _ = manifest.remarks
    for (policy, accepts) in policies {
        guard isAccepted(policy) == accepts else { fatalError("the flags alone say otherwise") }
        for names in [[], Array(manifest.operations.prefix(1).compactMap(\.name))] {
            guard let narrowed = try? manifest.narrowing(policy, selecting: names) else { continue }
            if isAccepted(narrowed), !accepts { fatalError("a manifest widened the flags") }
        }
    }
    return 0
}
