internal import ArgumentParser
internal import Reporting
internal import TokenCheck

/// What is to be registered.
struct RegistrationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The manifest, YAML or JSON.", valueName: "file"), completion: .file())
    var manifest: String

    @OptionGroup var selection: RequestSelection

    @Option(help: ArgumentHelp("What the application is called.", valueName: "text"))
    var name: String?

    @Option(help: ArgumentHelp("The tenant, by GUID or domain.", valueName: "tenant"))
    var tenant: String?

    @Option(
        help: ArgumentHelp(
            "The cloud: public, usgov, usgov-dod, china; default the manifest's.",
            valueName: "cloud"))
    var cloud: String?

    @Flag(
        name: .customLong("public"),
        help: "A program that signs users in and has no secret; default by what is asked.")
    var isPublic = false

    @Flag(help: "A service alone, with a secret, a certificate or a federated credential.")
    var confidential = false

    /// The registration.
    /// - Throws: ``CommandFault``: 64 for flags, 65 for what the manifest asks and cannot be had.
    func registration() throws(CommandFault) -> AppRegistration {
        guard !isPublic || !confidential else {
            throw .usage("both --public and --confidential", hint: "leave out one of them")
        }
        let file = try ManifestFile(manifest)
        let requested = try selection.requested(of: file)
        let cloud = try cloud(of: file)
        if let absent = requested.resources.first(where: {
            $0.canonicalAudience(in: cloud) == nil
        }) {
            throw file.fault(
                code: "resource-not-in-cloud",
                "the cloud \(cloud.rawValue) does not have \(absent.displayName)",
                hint: "leave its operations out with --operation")
        }
        if isPublic, requested.kinds.contains(.application) {
            throw .usage(
                "a public client cannot use application permissions",
                hint: "add --kind delegated, or --confidential")
        }
        let operations = try selection.operations(of: file).compactMap(\.name)
        let shown = operations.prefix(8).joined(separator: ", ")
        let rest = operations.count > 8 ? " and \(operations.count - 8) more" : ""
        return AppRegistration(
            name: try displayName(of: file), client: client(asking: requested.kinds),
            requested: requested, cloud: cloud, tenant: try checkedTenant(),
            purpose: "\(shown)\(rest) of \(Escaping.quoted(manifest, limit: 100)), SHA-256 "
                + file.sha256)
    }

    /// What the flags say; else what the kinds of token take, of which only an application's own needs a proof.
    private func client(asking kinds: [TokenKind]) -> AppRegistration.Client {
        if confidential { return .confidential }
        if isPublic { return .public }
        return kinds == [.delegated] ? .public : kinds == [.application] ? .confidential : .mixed
    }

    private func cloud(of file: ManifestFile) throws(CommandFault) -> Cloud {
        let own = try file.usable().bounds.cloud
        guard let text = cloud else { return own ?? .public }
        guard let cloud = Cloud(rawValue: text) else {
            throw .usage(
                "--cloud: no cloud \(Redaction.quoted(text))",
                hint: "one of " + Cloud.allCases.map(\.rawValue).joined(separator: ", "))
        }
        guard own == nil || own == cloud else {
            throw .narrowing(.cloudDiffers(manifest: own ?? .public, policy: cloud), file: file)
        }
        return cloud
    }

    private func checkedTenant() throws(CommandFault) -> String? {
        guard let tenant else { return nil }
        let text = tenant.lowercased()
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        let isDomain =
            labels.count > 1 && text.utf8.count < 254
            && labels.allSatisfy { label in
                !label.isEmpty && !label.hasPrefix("-")
                    && label.utf8.allSatisfy {
                        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
                            || $0 == UInt8(ascii: "-")
                    }
            }
        guard GUID.isCanonical(text) || isDomain else {
            throw .usage(
                "--tenant: \(Redaction.quoted(tenant)) is neither a GUID nor a domain",
                hint: ["common", "organizations", "consumers"].contains(text)
                    ? "consent is given in one tenant" : "such as contoso.com")
        }
        return text
    }

    private func displayName(of file: ManifestFile) throws(CommandFault) -> String {
        let name = name ?? file.manifest?.name ?? "tokcheck"
        guard (1...120).contains(name.unicodeScalars.count),
            !name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
        else {
            throw .usage("--name: 1 to 120 characters in one line", hint: "choose another name")
        }
        // `az` would read a file of that name.
        guard !name.hasPrefix("@") else {
            throw .usage(
                "--name: a name that begins with @ is a file to az", hint: "choose another name")
        }
        return name
    }
}
