internal import ArgumentParser
internal import EntraID
internal import JOSE
internal import Reporting
internal import StrictJSON
internal import TokenCheck
internal import Transport

/// `tokcheck keys fetch`: an authority's keys, into the cache and, if wanted, into a file for offline use.
struct KeysFetchCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Fetch an authority's keys, for the cache or a file.",
        discussion: """
            For a tenant the keys of both token versions; a domain is resolved, and its GUID printed.

            tokcheck keys fetch --tenant contoso.com --out keys.json
            """
    )

    @Option(help: ArgumentHelp("The tenant, by GUID or domain.", valueName: "tenant"))
    var tenant: String?

    @Option(help: ArgumentHelp("Another issuer, exactly.", valueName: "url"))
    var issuer: String?

    @Option(help: ArgumentHelp("The cloud: public, usgov, usgov-dod, china.", valueName: "cloud"))
    var cloud = Cloud.public.rawValue

    @Option(
        help: ArgumentHelp(
            "The keys of this application, which signs with keys of its own.", valueName: "guid"))
    var appid: String?

    @Option(
        help: ArgumentHelp("Write the keys to this file.", valueName: "file"), completion: .file())
    var out: String?

    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) async throws -> ExitStatus {
        let authorities = try authorities()
        let answers = try await KeyNetwork.use(program.environment) { exchange in
            guard let exchange else {
                throw CommandFault(
                    exit: .api, code: "network", message: "this build has no network",
                    hint: "build without TOKCHECK_CORE_ONLY")
            }
            let answers = await KeyFinder.ask(
                authorities, by: exchange, wanting: nil, .refresh, in: program)
            for note in answers.flatMap(\.notes) {
                StandardStreams.printNote(note)
            }
            return answers.map(\.answer)
        }
        guard answers.allSatisfy({ !$0.keys.entries.isEmpty }) else {
            throw CommandFault(
                exit: .api, code: "keys", message: "there are no keys",
                hint: "the note says which step failed; after that is mended: tokcheck keys clear")
        }
        let tenant = answers.compactMap(\.tenant).first
        if let out {
            let bundle = KeyBundle(answers.compactMap(Self.part), tenant: tenant)
            try OutputFile.write(
                JSONWriter.text(bundle.json, layout: .indented) + "\n", to: out)
        }
        write(answers, tenant: tenant)
        return .success
    }

    private func authorities() throws(CommandFault) -> [Authority] {
        let cloud = try Cloud.named(cloud, by: "--cloud")
        guard tenant == nil || issuer == nil else {
            throw .usage("--tenant contradicts --issuer", hint: "leave out one of them")
        }
        do throws(AddressDefect) {
            if let issuer { return [try Authority(issuer: issuer)] }
            if let tenant {
                return try TokenVersion.allCases.reversed().map { version throws(AddressDefect) in
                    try Authority(
                        tenant: tenant, cloud: cloud, version: version,
                        applicationID: appid?.lowercased())
                }
            }
        } catch {
            throw .usage(
                tenant == nil
                    ? "--issuer: no address of which keys could be asked"
                    : "--tenant or --appid: neither a GUID nor a domain",
                hint: "a tenant is a GUID or a domain such as contoso.com; an issuer https://HOST/…"
            )
        }
        throw .usage("whose keys?", hint: "add --tenant GUID-OR-DOMAIN, or --issuer URL")
    }

    private static func part(_ answer: KeySource.Answer) -> KeyBundle.Part? {
        guard let document = answer.document, let address = answer.keys.origin.name,
            let sha256 = answer.keys.origin.sha256
        else { return nil }
        return KeyBundle.Part(
            document: document, address: address, sha256: sha256,
            fetchedAt: TimeText.utc(answer.keys.origin.fetchedAt ?? 0))
    }

    private func write(_ answers: [KeySource.Answer], tenant: String?) {
        let sets = answers.map(\.keys)
        switch global.format {
        case .json:
            let keys = KeySet(
                sets.flatMap(\.entries),
                origin: KeySet.Origin(
                    source: .authority,
                    name: sets.compactMap(\.origin.name).joined(separator: ", ")))
            global.write(JSONWriter.text(KeyListing(keys).json, layout: .indented) + "\n")
        case .text:
            var lines = tenant.map { ["tenant  \($0)"] } ?? []
            for keys in sets {
                lines.append("list    \(Escaping.plain(keys.origin.name ?? ""))")
                lines.append(
                    "        \(keys.keys.count) keys, fetched \(TimeText.duration(keys.ageSeconds)) ago"
                )
            }
            if let out { lines.append("file    \(Escaping.plain(out))") }
            global.write(lines.joined(separator: "\n") + "\n")
        }
    }
}
