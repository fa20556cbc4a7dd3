internal import ArgumentParser
internal import Reporting
internal import StrictJSON
internal import TokenCheck

/// `tokcheck permissions`: which permission opens what.
struct PermissionsCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "permissions",
        abstract: "List permissions, and which of them open a request.",
        discussion: """
            tokcheck permissions                             every name
            tokcheck permissions defender-xdr                with ids
            tokcheck permissions Incident.Read.All           what it opens
            tokcheck permissions --for 'GET /api/incidents'  what opens it
            """
    )

    @Argument(help: ArgumentHelp("A resource or a permission.", valueName: "name"))
    var name: String?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "A method and a path or address, such as 'GET /api/incidents/42'.",
            valueName: "request"))
    var request: String?

    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        let (text, json) = try result()
        global.write(json: json, text: text)
        return .success
    }

    private func result() throws(CommandFault) -> (text: String, json: JSONOutput) {
        switch (name, request) {
        case (nil, nil):
            let listing = PermissionListing(of: Resource.all)
            return (listing.text(.names), listing.json)
        case (let name?, nil):
            let (listing, extent) = try listing(name)
            return (listing.text(extent), listing.json)
        case (nil, let request?):
            let listing = OperationListing(try CatalogueRequest(request).operations())
            return (listing.text, listing.json)
        case (_?, _?):
            throw .usage("both a name and --for", hint: "leave out one of them")
        }
    }

    private func listing(_ name: String) throws(CommandFault) -> (
        PermissionListing, PermissionListing.Extent
    ) {
        if let resource = Resource.named(name) {
            return (PermissionListing(of: [resource]), .identifiers)
        }
        guard let listing = PermissionListing(named: name) else {
            let names = Resource.all.map(\.name) + Resource.all.flatMap(\.permissions).map(\.name)
            throw .usage(
                "no resource or permission \(Redaction.quoted(name))",
                hint: NearestName.nearest(to: name, among: names).map { "did you mean \($0)?" }
                    ?? "all names: `tokcheck permissions`")
        }
        return (listing, .operations)
    }
}

/// The value of `--for`.
struct CatalogueRequest {
    private let method: String
    private let path: String

    /// Takes a request apart.
    /// - Throws: ``CommandFault`` when it is not a method and a path.
    init(_ text: String) throws(CommandFault) {
        let words = text.split(separator: " ")
        guard words.count == 2, words[0].allSatisfy({ $0.isASCII && $0.isLetter }) else {
            throw .usage(
                "\(Redaction.quoted(text)) is not a method and a path",
                hint: "such as 'GET /api/incidents'")
        }
        method = words[0].uppercased()
        path = String(words[1])
    }

    /// What it may mean.
    /// - Throws: ``CommandFault`` when the catalogue does not know it.
    func operations() throws(CommandFault) -> [CatalogueOperation] {
        let found = CatalogueOperation.matching(method: method, path: path)
        guard found.isEmpty else { return found }
        let request = Redaction.quoted("\(method) \(path)")
        throw .usage("no request \(request) in the catalogue", hint: hint)
    }

    private var hint: String {
        let others = CatalogueOperation.all(atPath: path).map(\.request)
        if !others.isEmpty { return "known there: " + others.joined(separator: ", ") }
        if let elsewhere { return elsewhere }
        let all = CatalogueOperation.all.map(\.request)
        let nearest = NearestName.nearest(to: "\(method) \(path)", among: all)
        return nearest.map { "did you mean '\($0)'?" }
            ?? "what a permission opens: `tokcheck permissions NAME`"
    }

    /// Whose request it is, if only the host is another's.
    private var elsewhere: String? {
        let parts = path.split(separator: "/", maxSplits: 2)
        guard parts.count == 3, parts[0].hasSuffix(":") else { return nil }
        let found = CatalogueOperation.matching(method: method, path: "/" + parts[2]).first
        guard let found, let host = found.resource.apiHost(in: .public) else { return nil }
        return "that is a request of \(found.resource.name), at \(host)"
    }
}
