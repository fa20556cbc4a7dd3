import Foundation
import TestSupport
import Testing

/// The script of `app commands`, run by a shell that finds a stand-in for `az`.
@Suite struct AppScriptTests {
    /// What a run of the script did.
    private struct Run {
        /// The arguments of each call of `az`.
        let calls: [[String]]
        let output: String
        let errors: String
        let exit: Int32
        /// The files in the folder in which it ran.
        let files: [String]
        let secret: String?
    }

    /// A stand-in that writes its arguments down, one a line, and answers what the script asks for.
    private static let stub = #"""
        #!/bin/sh
        { printf '%s\0' "$@"; printf '\n\0'; } >>"$AZ_LOG"
        case "$1 $2 $3" in
        "ad app list") printf '%s' "$AZ_OTHERS" ;;
        "ad app permission")
            [ "$4" = admin-consent ] || exit 0
            printf x >>"$AZ_LOG.consents"
            [ "$(wc -c <"$AZ_LOG.consents")" -gt "$AZ_REFUSALS" ] ;;
        "ad app create") echo 11111111-2222-4333-8444-555555555555 ;;
        "ad sp show") case " $* " in *" 8ee8fdad-f234-4243-8f3b-15c294843740 "*) exit 3 ;; esac ;;
        "account show --query") echo 1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801 ;;
        "ad app credential") echo not-a-secret-but-a-test ;;
        esac
        """#

    /// Runs the script of some arguments.
    /// - Parameters:
    ///   - arguments: What follows `app commands`.
    ///   - before: Files that are there already.
    ///   - others: What `az` answers when it is asked for applications of the name.
    ///   - refusals: How often consent fails.
    /// - Returns: What it did.
    /// - Throws: What keeps it from being run.
    private func run(
        _ arguments: [String], before: [String] = [], others: String = "", refusals: Int = 0
    ) throws -> Run {
        let script = try Binary.run(["app", "commands"] + arguments)
        #expect(script.exit == 0, "\(script.errors)")
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        let work = folder.appending(path: "work")
        let bin = folder.appending(path: "bin")
        for url in [work, bin] {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in [("az", Self.stub), ("sleep", "#!/bin/sh\n")] {
            let file = bin.appending(path: name)
            try Data(text.utf8).write(to: file)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: file.path)
        }
        let log = folder.appending(path: "log")
        try Data(script.output.utf8).write(to: folder.appending(path: "script"))
        for name in before { try Data("mine".utf8).write(to: work.appending(path: name)) }
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [folder.appending(path: "script").path]
        process.currentDirectoryURL = work
        process.environment = [
            "PATH": bin.path + ":/usr/bin:/bin", "AZ_LOG": log.path, "AZ_OTHERS": others,
            "AZ_REFUSALS": String(refusals),
        ]
        let output = folder.appending(path: "out")
        try Data().write(to: output)
        process.standardOutput = try FileHandle(forWritingTo: output)
        let errors = folder.appending(path: "errors")
        try Data().write(to: errors)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        let words = String(decoding: try Data(contentsOf: log), as: UTF8.self)
            .components(separatedBy: "\0")
        var calls: [[String]] = [[]]
        for word in words {
            if word == "\n" { calls.append([]) } else { calls[calls.count - 1].append(word) }
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: work.path).sorted()
        let secret = files.first.flatMap { try? Data(contentsOf: work.appending(path: $0)) }
        if let name = files.first, before.isEmpty {
            let mode =
                try FileManager.default.attributesOfItem(
                    atPath: work.appending(path: name).path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
        return Run(
            calls: calls.filter { !$0.isEmpty && $0 != [""] },
            output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self),
            exit: process.terminationStatus, files: files,
            secret: secret.map { String(decoding: $0, as: UTF8.self) })
    }

    private static let example = "manifests/examples/incident-triage.yaml"
    private static let client = "11111111-2222-4333-8444-555555555555"

    @Test func `a public client is registered with what the manifest needs`() throws {
        let run = try run([
            "--manifest", Self.example, "--kind", "delegated", "--tenant", "contoso.com",
        ])
        #expect(run.exit == 0)
        let xdr = "8ee8fdad-f234-4243-8f3b-15c294843740"
        #expect(
            run.calls == [
                ["cloud", "set", "--name", "AzureCloud"],
                [
                    "login", "--tenant", "contoso.com", "--allow-no-subscriptions", "--output",
                    "none",
                ],
                [
                    "ad", "app", "list", "--filter=displayName eq 'xdr-incident-triage'", "--query",
                    "[].appId", "--output", "tsv",
                ],
                [
                    "ad", "app", "create", "--display-name=xdr-incident-triage",
                    "--sign-in-audience", "AzureADMyOrg", "--is-fallback-public-client", "true",
                    "--public-client-redirect-uris", "http://localhost", "--query", "appId",
                    "--output", "tsv",
                ],
                [
                    "ad", "app", "permission", "add", "--id", Self.client, "--api", xdr,
                    "--output", "none", "--api-permissions",
                    "12c153a4-4204-4224-aa3c-4626e2f47c2b=Scope",
                    "2af415cc-88cf-4146-a0c8-444c3a80d5db=Scope",
                ],
                ["ad", "sp", "show", "--id", Self.client, "--output", "none"],
                ["ad", "sp", "show", "--id", xdr, "--output", "none"],
                // The tenant does not know it yet.
                ["ad", "sp", "create", "--id", xdr, "--output", "none"],
                ["ad", "app", "permission", "admin-consent", "--id", Self.client],
                ["account", "show", "--query", "tenantId", "--output", "tsv"],
            ])
        #expect(
            run.output
                == "client \(Self.client)\ntenant 1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801\n")
        #expect(run.files.isEmpty)
    }

    @Test func `a service gets its secret into a file of its own`() throws {
        let arguments = [
            "--manifest", Self.example, "--kind", "application", "--secret-out", "it's $(id).txt",
        ]
        let first = try run(arguments)
        #expect(first.exit == 0)
        #expect(first.files == ["it's $(id).txt"])
        #expect(first.secret == "not-a-secret-but-a-test\n")
        #expect(!first.output.contains("not-a-secret"))
        // A file that is there stays.
        let second = try run(arguments, before: ["it's $(id).txt"])
        #expect(second.exit != 0)
        #expect(second.secret == "mine")
    }

    @Test(
        arguments: [
            "a; touch pwned", "$(touch pwned)", "`touch pwned`", "\"; touch pwned; \"", "-x", "a\\",
            "é\u{202E}$IFS", "%s %n", "!!", "*", "# x", "--name=1", "a && touch pwned",
            "x=@/etc/passwd", "=@/etc/passwd", "-x=@/etc/passwd", "$name", "${name}", "a  b", "~",
        ])
    func `a name is a name, whatever is in it`(_ name: String) throws {
        let run = try run(["--manifest", Self.example, "--kind", "delegated", "--name=\(name)"])
        #expect(run.exit == 0)
        #expect(run.files.isEmpty)
        let create = run.calls.first { $0.starts(with: ["ad", "app", "create"]) }
        #expect(create?[3] == "--display-name=\(name)")
        let list = run.calls.first { $0.starts(with: ["ad", "app", "list"]) }
        #expect(list?[3] == "--filter=displayName eq '\(name)'")
        #expect(run.calls.count == 10)
        // `az` reads a file for a word that is @FILE, or has that behind its first equals sign.
        for word in run.calls.flatMap(\.self) {
            let value = word.split(separator: "=", maxSplits: 1).last ?? ""
            #expect(!value.hasPrefix("@"), "\(word)")
        }
    }

    @Test(arguments: ["it's", "'", "'''", "@/etc/passwd", "a\nb", ""])
    func `a name that az cannot take is refused`(_ name: String) throws {
        let arguments = ["app", "commands", "--manifest", Self.example, "--kind", "delegated"]
        #expect(try Binary.run(arguments + ["--name=\(name)"]).exit == 64)
    }

    @Test func `an application that has the name is left alone`() throws {
        let other = "22222222-2222-4333-8444-555555555555"
        let run = try run(
            ["--manifest", Self.example, "--kind", "delegated"], others: other + "\n")
        #expect(run.exit == 1)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("there is an application of this name, \(other)"))
        #expect(
            run.calls.map { $0.prefix(3).joined(separator: " ") } == [
                "cloud set --name", "login --allow-no-subscriptions --output", "ad app list",
            ])
    }

    @Test(arguments: [0, 1, 4, 5])
    func `consent is tried again until the registration is known`(_ refusals: Int) throws {
        let run = try run(
            ["--manifest", Self.example, "--kind", "delegated"], refusals: refusals)
        let consents = run.calls.count { $0.contains("admin-consent") }
        #expect(consents == min(refusals + 1, 5))
        #expect(run.exit == (refusals < 5 ? 0 : 1))
        let told = "client \(Self.client) is registered, without consent"
        #expect(run.errors.contains(told) == (refusals == 5))
    }
}
