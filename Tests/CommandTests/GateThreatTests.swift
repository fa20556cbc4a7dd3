import Foundation
import JOSE
import StrictJSON
import TestSupport
import Testing

/// What somebody can do to a gate who may change files, variables or folders around it, and what he cannot.
@Suite final class GateThreatTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

    private static let expected = [
        "--tenant", "1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801", "--at", "2026-11-23T09:00:00Z",
    ]
    private static let keys = ["--keys", "keys/entra-v2.json"]
    private static let door = ["--resource", "defender-xdr", "--role", "Incident.Read.All"]
    private static let genuine = "@tokens/defender-xdr-app.jwt"
    private static let good = ["check", genuine] + door + expected + keys
    private static let poor =
        ["check", genuine, "--resource", "defender-xdr", "--role", "Other"] + expected + keys

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    // MARK: the manifest

    @Test func `a manifest is read once, and that reading is pinned, judged and told`() throws {
        let bytes = try TestFiles.bytes("Fixtures/" + Self.manifest)
        let pin = Hexadecimal.text(Digest.sha256(bytes.span))
        let accepted = try piped(Self.genuine, pin)
        #expect(accepted.exit == 0, "\(accepted)")
        // The line of the operation, of the same bytes.
        let rejected = try piped("@tokens/defender-xdr-user.jwt", pin)
        #expect(rejected.exit == 12)
        #expect(rejected.output.contains("file=/dev/stdin,line=8,"), "\(rejected)")
        let swapped = try piped(Self.genuine, String(repeating: "0", count: 64))
        #expect(swapped.exit == 65)
        #expect(swapped.output.contains("title=manifest-sha256"))
    }

    private static let manifest = "manifests/newcomer/incidents.yaml"

    /// Checks a token against the manifest out of a pipe: what it gives is gone once it was read, and a second reading
    /// would find another manifest, an empty one.
    private func piped(_ token: String, _ pin: String) throws -> Outcome {
        let arguments =
            ["check", token, "--manifest", "/dev/stdin", "--manifest-sha256", pin]
            + Self.expected + Self.keys + ["-o", "github"]
        return try Shell.run(#"cat "$FILE" | "$0" "$@""#, arguments, ["FILE": Self.manifest])
    }

    // MARK: variables

    /// Variables of an earlier step: of tokcheck, of Azure's and OpenSSL's libraries, of runners and shells.
    private var hostile: [String: String] {
        let nowhere = folder.path + "/nowhere"
        var variables: [String: String] = [
            "TOKCHECK_TENANT": "7a6b5c4d-3e2f-4a1b-8c9d-0e1f2a3b4c5d", "TOKCHECK_CLOUD": "china",
            "TOKCHECK_AUDIENCE": "api://other", "TOKCHECK_MANIFEST_SHA256": "x",
            "TOKCHECK_ANY_TENANT": "1", "NO_PROXY": "*", "HTTPS_PROXY": "not a proxy",
            "AZURE_CLIENT_SECRET": "x", "AZURE_AUTHORITY_HOST": "https://authority.example",
            "GITHUB_ACTIONS": "true", "CI": "true", "POSIXLY_CORRECT": "1",
        ]
        for name in [
            "TOKCHECK_MANIFEST", "AZURE_FEDERATED_TOKEN_FILE", "OPENSSL_CONF", "OPENSSL_MODULES",
            "OPENSSL_ENGINES", "SSL_CERT_FILE", "SSL_CERT_DIR", "HOME", "XDG_CACHE_HOME", "TMPDIR",
            "PATH", "GITHUB_OUTPUT",
        ] {
            variables[name] = nowhere
        }
        return variables
    }

    @Test func `variables of an earlier step change nothing where --no-env is given`() throws {
        for arguments in [Self.good, Self.poor] {
            // JSON, since a runner's variables may add a hint to the text.
            let plain = try Binary.run(arguments + ["--no-env", "-o", "json"])
            #expect([0, 12].contains(plain.exit))
            let changed = try Binary.run(
                arguments + ["--no-env", "-o", "json"], environment: hostile)
            #expect(changed == plain)
        }
        // They would have changed something.
        #expect(try Binary.run(Self.good, environment: hostile).exit == 64)
    }

    @Test(arguments: ["TOKCHECK_TENANT", "TOKCHECK_AUDIENCE", "TOKCHECK_CLOUD", "TOKCHECK_X"])
    func `no variable turns a rejected token into an accepted one`(_ name: String) throws {
        for value in ["", "*", "any", "1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801", "public", "0"] {
            let outcome = try Binary.run(Self.poor, environment: [name: value])
            #expect([12, 64].contains(outcome.exit), "\(name)=\(value): \(outcome)")
        }
    }

    @Test func `a configuration of OpenSSL is not read`() throws {
        let file = folder.appending(path: "openssl.cnf")
        let text = """
            openssl_conf = init
            [init]
            alg_section = algorithms
            [algorithms]
            default_properties = fips=yes
            """
        try Data((text + "\n").utf8).write(to: file)
        let environment = ["OPENSSL_CONF": file.path]
        #expect(try Binary.run(Self.good, environment: environment).exit == 0)
        // It takes every algorithm away from a program that reads it.
        if FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl") {
            let other = try Shell.run("openssl dgst -sha256 </dev/null", [], environment)
            #expect(other.exit != 0)
        }
    }

    // MARK: keys

    /// A key list in which another key has the name of Entra ID's, and a token that it signed.
    private func forgery() throws -> (keys: [UInt8], token: String) {
        let names = ["0GFWt6lE8VIJBIV0--V5LUYVGpg", "LxYLFxGpbBqQhBsRmLQH2Wy87vE"]
        let list = try TestFiles.text("Fixtures/keys/entra-v2.json")
            .replacingOccurrences(of: names[0], with: "?")
            .replacingOccurrences(of: names[1], with: names[0])
            .replacingOccurrences(of: "?", with: names[1])
        let token = try TestFiles.text("Fixtures/tokens/defender-xdr-app.jwt")
        let parts = try token.split(separator: ".").prefix(2).map {
            String(decoding: try Base64URL.decode(Array($0.utf8).span), as: UTF8.self)
        }
        let forged = try Signer(named: "entra-2").token(header: parts[0], payload: parts[1])
        try Data(forged.utf8).write(to: folder.appending(path: "forged.jwt"))
        return (Array(list.utf8), "@" + folder.path + "/forged.jwt")
    }

    @Test func `whoever writes the key file decides who is genuine, and its digest is told`() throws
    {
        let (keys, token) = try forgery()
        let file = folder.path + "/keys.json"
        try Data(keys).write(to: URL(filePath: file))
        let arguments = ["check", token] + Self.door + Self.expected
        #expect(try Binary.run(arguments + Self.keys).exit == 10)
        let outcome = try Binary.run(arguments + ["--keys", file, "-o", "json"])
        #expect(outcome.exit == 0)
        #expect(outcome.output.contains(Hexadecimal.text(Digest.sha256(keys.span))))
    }

    @Test func `whoever writes the cache as the same user decides, and --keys reads no cache`()
        throws
    {
        let (keys, token) = try forgery()
        let authority =
            "https://login.microsoftonline.com/1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801/v2.0"
            + "/.well-known/openid-configuration"
        let now = Int64(Date().timeIntervalSince1970) - 60
        let record = JSONOutput.object([
            ("schema", .string("tokcheck/key-cache/1")), ("authority", .string(authority)),
            ("attemptedAt", .integer(now)),
            (
                "list",
                .object([
                    ("address", .string("https://login.microsoftonline.com/keys")),
                    ("tenant", .string("1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801")),
                    ("fetchedAt", .integer(now)),
                    ("sha256", .string(Hexadecimal.text(Digest.sha256(keys.span)))),
                    ("keys", .string(String(decoding: keys, as: UTF8.self))),
                ])
            ),
        ])
        let cache = folder.appending(path: ".cache/tokcheck/keys")
        try FileManager.default.createDirectory(
            at: cache, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let name = Hexadecimal.text(Digest.sha256(Array(authority.utf8).span)) + ".json"
        let file = cache.appending(path: name)
        try Data(JSONWriter.text(record, layout: .line).utf8).write(to: file)
        // Whatever the mask made of it.
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        let arguments = ["check", token, "--no-env"] + Self.door + Self.expected
        let home = ["HOME": folder.path]
        let trusting = try Binary.run(arguments, environment: home)
        #expect(trusting.exit == 0, "\(trusting)")
        let keyed = try Binary.run(arguments + Self.keys, environment: home)
        #expect(keyed.exit == 10)
        let elsewhere = try Binary.run(arguments, environment: ["HOME": folder.path + "/nowhere"])
        #expect(elsewhere.exit == 13)
        // What others may write to does not count.
        try FileManager.default.setAttributes([.posixPermissions: 0o622], ofItemAtPath: file.path)
        let open = try Binary.run(arguments, environment: home)
        #expect(open.exit == 13)
    }

    // MARK: reports

    @Test func `of a report's path links above the last name are followed`() throws {
        for name in ["checkout", "elsewhere"] {
            try FileManager.default.createDirectory(
                at: folder.appending(path: name), withIntermediateDirectories: false)
        }
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/checkout/out", withDestinationPath: "../elsewhere")
        let report = folder.path + "/checkout/out/tokcheck.json"
        #expect(try Binary.run(Self.good + ["--report", "json=\(report)"]).exit == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/elsewhere")
        #expect(names == ["tokcheck.json"])
    }
}

/// A shell that runs the program in the folder of fixtures.
private enum Shell {
    /// Runs a script in which `$0` is the program.
    static func run(_ script: String, _ arguments: [String], _ environment: [String: String]) throws
        -> Outcome
    {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", script, Binary.path] + arguments
        process.currentDirectoryURL = TestFiles.root.appending(path: "Fixtures")
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"]
            .merging(environment) { _, given in given }
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
        // Little is written: neither pipe can fill up.
        let texts = [output, errors].map {
            String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        }
        process.waitUntilExit()
        return Outcome(output: texts[0], errors: texts[1], exit: process.terminationStatus)
    }
}
