#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The file by which a process shows Azure Arc that it runs with the rights of its agent.
enum ArcKeyFile {
    private static let folder = "/var/opt/azcmagent/tokens/"
    private static let maximumBytes = 4_096

    /// Whether Arc's agent is on this machine.
    static var hasAgent: Bool { access("/opt/azcmagent/bin/himds", F_OK) == 0 }

    /// Reads a file that Arc names; nil for anything outside its folder, a link, or a larger file.
    static func read(_ path: String) -> [UInt8]? {
        guard isPlain(path) else { return nil }
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: maximumBytes + 1)
        var count = 0
        while count < bytes.count {
            var part = [UInt8](repeating: 0, count: bytes.count - count)
            let read = Self.read(file, &part)
            if read < 0 { return nil }
            if read == 0 { break }
            bytes.replaceSubrange(count..<(count + read), with: part[..<read])
            count += read
        }
        return count <= maximumBytes ? Array(bytes[..<count]) : nil
    }

    /// Whether a path names a key file directly in the agent's folder.
    static func isPlain(_ path: String) -> Bool {
        guard path.hasPrefix(folder), path.hasSuffix(".key") else { return false }
        let name = path.dropFirst(folder.count)
        return !name.contains("/") && name.utf8.count > ".key".utf8.count
            && name.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    private static func read(_ file: Int32, _ part: inout [UInt8]) -> Int {
        #if canImport(Glibc)
            Glibc.read(file, &part, part.count)
        #elseif canImport(Musl)
            Musl.read(file, &part, part.count)
        #else
            Darwin.read(file, &part, part.count)
        #endif
    }
}
