public import TokenCheck

/// What a server answered when it refused a request for lack of permissions.
public struct Refusal: Sendable {
    /// The method of the request, if that is known.
    public var method: String?
    /// Its address or path.
    public var address: String?
    /// The kind of token that the request carried, if that is known.
    public var kind: TokenKind?
    /// What the server said.
    public let answer: ServerAnswer
    /// Where it was read, for people.
    public let source: String

    /// Describes a refusal.
    public init(_ answer: ServerAnswer, source: String) {
        self.answer = answer
        self.source = source
    }

    /// The permissions of which one would do, as the server names them: for applications, and for users.
    var needs: [(kind: TokenKind, names: [String])] {
        answer.statements.compactMap { statement in
            switch statement {
            case .missingRoles(let names, _): (.application, names)
            case .missingScopes(let names): (.delegated, names)
            default: nil
            }
        }
        .map { kind, names in (kind, names.filter(ManifestText.isPermission)) }
        .filter { !$0.names.isEmpty }
    }
}

/// Why nothing can be learnt.
public enum LearningDefect: Error, Sendable {
    /// Nothing that was read names a permission.
    case nothing
    /// The resource of a refusal cannot be told; the text says where that was read.
    case resource(String)
}

extension ManifestDraft {
    /// Makes a manifest of what servers asked for when they refused: an operation for each request.
    ///
    /// What several answers to one request ask for must all be held.
    /// - Parameters:
    ///   - refusals: The refusals; those that name no permission are told and left out.
    ///   - resource: The resource of those whose address does not tell it.
    /// - Throws: ``LearningDefect`` when no permission is named, or a resource cannot be told.
    public init(learning refusals: [Refusal], resource: Resource?) throws(LearningDefect) {
        var learnt: [LearntOperation] = []
        var unnamed: [String] = []
        var leftOut = 0
        for refusal in refusals {
            let needs = refusal.needs
            guard !needs.isEmpty else {
                unnamed.append(refusal.source)
                continue
            }
            guard
                let request = LearntRequest(
                    refusal, resource: resource, names: needs.flatMap(\.names))
            else { throw .resource(refusal.source) }
            let place = learnt.firstIndex { $0.request == request } ?? learnt.count
            if place == learnt.count {
                guard place < Manifest.maximumOperations else {
                    leftOut += 1
                    continue
                }
                learnt.append(LearntOperation(request))
            }
            for (kind, names) in needs {
                learnt[place].add(names, kind, carried: refusal.kind)
            }
        }
        guard !learnt.isEmpty else { throw .nothing }
        var notes = unnamed.prefix(5).map { "\($0) names no permission" }
        if unnamed.count > 5 {
            notes.append("\(unnamed.count - 5) more answers name no permission")
        }
        if leftOut > 0 {
            notes.append(
                "left out: \(Phrase.count(leftOut, "answer")) to further requests; a manifest has at most "
                    + "\(Manifest.maximumOperations) operations")
        }
        var comments = ManifestWriter.Comments()
        comments.head = [
            "Made from what servers asked for when they refused; what they granted is not in it."
        ]
        var names = OperationNames()
        let operations = learnt.map { learnt in
            let operation = learnt.operation(&names)
            if let known = learnt.request.known {
                comments.operations[operation.name ?? ""] = [known.name]
            } else if learnt.request.request == nil {
                comments.operations[operation.name ?? ""] = [
                    "Which request this is nobody told: name it."
                ]
            }
            return operation
        }
        var bounds = TokenBounds()
        bounds.audiences = Self.common(learnt.map(\.request.resource)).map { .resource($0) }
        self.init(
            Manifest(bounds: bounds, operations: operations), comments: comments, notes: notes)
    }
}

/// Which request was refused.
private struct LearntRequest: Equatable {
    let resource: Resource
    let known: CatalogueOperation?
    /// Method and path; nil: nobody told.
    let request: String?

    init?(_ refusal: Refusal, resource: Resource?, names: [String]) {
        let method = refusal.method?.uppercased()
        let matching =
            method.flatMap { method in
                refusal.address.map { CatalogueOperation.matching(method: method, path: $0) }
            } ?? []
        if let known = matching.first(where: { $0.resource == resource }) ?? matching.first {
            self.known = known
            self.resource = known.resource
            request = known.request
            return
        }
        known = nil
        guard let found = resource ?? Self.resource(of: refusal.address, offering: names)
        else { return nil }
        self.resource = found
        request = method.flatMap { method in
            refusal.address.flatMap { Self.path($0) }.map { method + " " + $0 }
        }
        .flatMap { ManifestText.isRequest($0) ? $0 : nil }
    }

    /// The only resource that answers at this host, or the only one that offers all of these permissions.
    private static func resource(of address: String?, offering names: [String]) -> Resource? {
        let parts = (address ?? "").split(separator: "/", maxSplits: 2)
        let host = parts.first?.hasSuffix(":") == true && parts.count > 1 ? parts[1] : nil
        let there = Resource.all.filter { resource in
            host.map { resource.hosts.contains($0.lowercased()) } ?? false
        }
        if there.count == 1 { return there.first }
        let candidates = (there.isEmpty ? Resource.all : there).filter { resource in
            let known = Set(resource.permissions.map(\.name))
            return names.allSatisfy(known.contains)
        }
        return candidates.count == 1 ? candidates.first : nil
    }

    /// The path of an address, with a placeholder for each segment that holds a digit: an id is no part of an operation.
    private static func path(_ address: String) -> String? {
        let rest = address.prefix { $0 != "?" && $0 != "#" }
        let parts = rest.split(separator: "/", omittingEmptySubsequences: true)
        let segments = parts.first?.hasSuffix(":") == true ? parts.dropFirst(2) : parts[...]
        guard !segments.isEmpty else { return nil }
        let words = segments.map { segment in
            let isVersion = segment.first == "v" && segment.count <= 4
            return !isVersion && segment.contains(where: \.isNumber) ? "{id}" : String(segment)
        }
        return "/" + words.joined(separator: "/")
    }
}

/// What was learnt of a request.
private struct LearntOperation {
    let request: LearntRequest
    private var application: [[String]] = []
    private var delegated: [[String]] = []

    init(_ request: LearntRequest) { self.request = request }

    mutating func add(_ names: [String], _ said: TokenKind, carried: TokenKind?) {
        // Servers speak of roles even to users' tokens; the names then are a user's.
        let areScopes = names.allSatisfy {
            Permission.named($0, kind: .delegated, in: request.resource) != nil
        }
        let areRoles = names.allSatisfy {
            Permission.named($0, kind: .application, in: request.resource) != nil
        }
        let isDelegated =
            said == .delegated || areScopes && !areRoles || areScopes && carried == .delegated
        if isDelegated {
            if !delegated.contains(names) { delegated.append(names) }
        } else if !application.contains(names) {
            application.append(names)
        }
    }

    func operation(_ names: inout OperationNames) -> Operation {
        func need(_ alternatives: [[String]]) -> Need? {
            let needs = alternatives.compactMap { Need(anyOf: Array($0.prefix(50))) }
            return needs.count > 1 ? .all(Array(needs.prefix(50))) : needs.first
        }
        let name =
            request.known.map { names.take($0) }
            ?? names.take(request.request.map(Self.name) ?? "learnt", or: request.resource.name)
        var operation = Operation(
            name: name, application: need(application), delegated: need(delegated))
        operation.request = request.request
        operation.audiences = .resource(request.resource)
        return operation
    }

    /// A name out of method and path.
    private static func name(_ request: String) -> String {
        let words = request.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
            .filter { !["id", "api"].contains($0) }
        let name = (words.dropFirst() + words.prefix(1)).joined(separator: ".")
        let short = String(name.prefix(60))
        return ManifestText.isName(short) ? short : "learnt"
    }
}
