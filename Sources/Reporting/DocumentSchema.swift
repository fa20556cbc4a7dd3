/// The JSON Schema (draft 2020-12) of manifests and of every document that is written.
///
/// The schemas lie beside the code as JSON files, so that editors and validators can read them where they are.
public enum DocumentSchema: String, Sendable, CaseIterable {
    /// Permissions manifests, format 1.
    case manifest
    /// What `check` writes.
    case result
    /// What `batch` writes for each line.
    case batch
    /// What `batch` writes last.
    case summary
    /// What `inspect` writes.
    case inspect
    /// What `keys show` writes.
    case keys
    /// What `keys list` writes.
    case cache
    /// What `resources` writes.
    case resources
    /// What `permissions` writes.
    case permissions
    /// What `permissions --for` writes.
    case operations
    /// What `manifest lint` writes.
    case lint
    /// What `manifest explain` writes.
    case explain
    /// What `manifest hash` writes.
    case hash
    /// What `defender incidents list` writes.
    case incidents
    /// What `defender incidents get` and `update` write.
    case incident
    /// What `defender hunt` writes.
    case hunt
    /// What `token get` writes.
    case token
    /// What `manifest diff` writes.
    case diff
    /// What `app consent-url` writes.
    case consent
    /// What `app commands` writes.
    case registration
    /// What `manifest check-grants` writes.
    case grants
    /// What `version` writes.
    case version
    /// What any command writes that fails before it has a result.
    case error

    /// The schema.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// What writes, or reads, such documents.
    public var about: String {
        switch self {
        case .manifest: "a permissions manifest, which `check` reads"
        case .result: "what `check` writes"
        case .batch: "what `batch` writes for each line"
        case .summary: "what `batch` writes last"
        case .inspect: "what `inspect` writes"
        case .keys: "what `keys show` writes"
        case .cache: "what `keys list` writes"
        case .resources: "what `resources` writes"
        case .permissions: "what `permissions` writes"
        case .operations: "what `permissions --for` writes"
        case .lint: "what `manifest lint` writes"
        case .explain: "what `manifest explain` writes"
        case .hash: "what `manifest hash` writes"
        case .incidents: "what `defender incidents list` writes"
        case .incident: "what `defender incidents get` and `update` write"
        case .hunt: "what `defender hunt` writes"
        case .token: "what `token get` writes"
        case .diff: "what `manifest diff` writes"
        case .consent: "what `app consent-url` writes"
        case .registration: "what `app commands` writes"
        case .grants: "what `manifest check-grants` writes"
        case .version: "what `version` writes"
        case .error: "what any command writes that fails before it has a result"
        }
    }

    private var bytes: [UInt8] {
        switch self {
        case .manifest: PackageResources.manifest_json
        case .result: PackageResources.result_json
        case .batch: PackageResources.batch_json
        case .summary: PackageResources.summary_json
        case .inspect: PackageResources.inspect_json
        case .keys: PackageResources.keys_json
        case .cache: PackageResources.cache_json
        case .resources: PackageResources.resources_json
        case .permissions: PackageResources.permissions_json
        case .operations: PackageResources.operations_json
        case .lint: PackageResources.lint_json
        case .explain: PackageResources.explain_json
        case .hash: PackageResources.hash_json
        case .incidents: PackageResources.incidents_json
        case .incident: PackageResources.incident_json
        case .hunt: PackageResources.hunt_json
        case .token: PackageResources.token_json
        case .diff: PackageResources.diff_json
        case .consent: PackageResources.consent_json
        case .registration: PackageResources.registration_json
        case .grants: PackageResources.grants_json
        case .version: PackageResources.version_json
        case .error: PackageResources.error_json
        }
    }
}
