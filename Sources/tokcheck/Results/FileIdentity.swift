#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// What a file's name stands for, so that two names of one file are recognised.
struct FileIdentity {
    private enum Mark: Hashable {
        /// A file that is there, links followed.
        case file(UInt64, UInt64)
        /// A name in a folder that is there.
        case entry(UInt64, UInt64, String)
        /// A name in a folder that is not there.
        case name(String)
    }

    private let marks: Set<Mark>

    /// Looks a name up; nothing need be there.
    init(_ path: String) {
        let parts = path.split(separator: "/").filter { $0 != "." }
        let isAbsolute = path.hasPrefix("/")
        let parent = (isAbsolute ? "/" : "./") + parts.dropLast().joined(separator: "/")
        var marks: Set<Mark> = []
        if let (device, file) = Self.number(of: path) { marks.insert(.file(device, file)) }
        if let (device, file) = Self.number(of: parent) {
            marks.insert(.entry(device, file, parts.last.map(String.init) ?? "."))
        } else {
            marks.insert(.name(parent + "/" + (parts.last ?? "")))
        }
        self.marks = marks
    }

    /// Whether both names stand for one file.
    func isSame(as other: FileIdentity) -> Bool { !marks.isDisjoint(with: other.marks) }

    private static func number(of path: String) -> (UInt64, UInt64)? {
        var information = stat()
        guard stat(path, &information) == 0 else { return nil }
        return (
            UInt64(truncatingIfNeeded: information.st_dev),
            UInt64(truncatingIfNeeded: information.st_ino)
        )
    }
}
