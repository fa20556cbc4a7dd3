internal import CNameService

/// Where names of hosts are looked up.
enum NameSources {
    /// Done once in a process, for each time takes memory that is never given back.
    private static let chosen: Void = tokcheck_ask_linked_name_sources()

    /// Keeps a static program from loading libraries to find a name; see `CNameService`.
    static func choose() { chosen }
}
