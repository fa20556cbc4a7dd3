internal import EntraID
internal import Reporting
internal import TokenCheck

/// What the new token must be good for.
struct TokenNeed {
    private let file: ManifestFile?
    private let manifest: Manifest?
    private let operations: [String]

    /// For each part of it where it came from, as results name it.
    let origins: [(part: String, origin: String)]

    /// Reads the manifest, if a flag or variable names one.
    /// - Throws: ``CommandFault``; a variable that pins the manifest's bytes holds here as it does for `check`.
    init(_ options: HandoutOptions, _ variables: PolicyVariables) throws(CommandFault) {
        operations = options.operation
        let pin = try ManifestPin(flag: nil, variables)
        guard let path = options.manifest ?? variables.manifest else {
            guard operations.isEmpty, pin == nil else {
                throw .usage(
                    "\(operations.isEmpty ? pin?.origin ?? "" : "--operation") without a manifest",
                    hint: "name the manifest with --manifest FILE")
            }
            (file, manifest, origins) = (nil, nil, [])
            return
        }
        let origin = options.manifest == nil ? PolicyVariables.manifestName : "--manifest"
        if options.noCheck {
            throw .usage("--no-check contradicts \(origin)", hint: "leave out one of them")
        }
        let file = try ManifestFile(path)
        if let pin { try file.refuseUnlessPinned(pin.sha256) }
        manifest = try file.usable()
        self.file = file
        var origins = [(part: "manifest", origin: origin)]
        if let pin { origins.append(("manifestSha256", pin.origin)) }
        if !operations.isEmpty { origins.append(("operations", "--operation")) }
        self.origins = origins
    }

    /// The file as results name it.
    var reference: ManifestReference? { file?.reference(for: operations) }

    /// What is expected of a token.
    /// - Parameters:
    ///   - cloud: The cloud.
    ///   - resource: For what it was asked, if that is known.
    ///   - tenant: Who issued it; nil: not known beforehand.
    /// - Returns: The policy, narrowed by the manifest.
    /// - Throws: ``CommandFault`` when both cannot hold.
    func policy(cloud: Cloud, resource: Resource?, tenant: String?) throws(CommandFault) -> Policy {
        var policy = Policy()
        policy.cloud = cloud
        policy.tenants = tenant.map { .only([$0]) } ?? .any
        // Of another API the name that the token will have is not known beforehand.
        policy.audiences = resource.map { .resource($0) } ?? .any
        if let defect = policy.defects.first { throw .policy(defect) }
        guard let manifest, let file else { return policy }
        do throws(NarrowingDefect) {
            return try manifest.narrowing(policy, selecting: operations)
        } catch {
            throw .narrowing(error, file: file)
        }
    }

    /// For what a token is needed, if the operations say it with one voice.
    func target(in cloud: Cloud) throws(CommandFault) -> SignInTarget? {
        guard manifest != nil else { return nil }
        let audiences = try policy(cloud: cloud, resource: nil, tenant: nil).operations
            .compactMap(\.audiences)
        guard let first = audiences.first, audiences.allSatisfy({ $0 == first }) else { return nil }
        switch first {
        case .resource(let resource): return .resource(resource)
        case .only(let names): return names.count == 1 ? .api(names[0]) : nil
        case .any: return nil
        }
    }
}
