internal import JOSE
internal import StrictJSON

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Key lists on disk, one file for each authority.
///
/// What lies there decides whom to trust, so that it counts only if folder and file belong to this user, nobody else may
/// write to them, and no link leads there. Files are written beside and renamed: a reader finds the old list or the new
/// one, never half of either.
public struct KeyCache: Sendable {
    /// The folder of the files.
    public let folder: String

    /// Names a cache.
    /// - Parameter folder: The folder of the files; it is made when something is stored.
    public init(folder: String) { self.folder = folder }

    /// Where an authority's file lies.
    func name(of authority: String) -> String {
        Hexadecimal.text(Digest.sha256(Array(authority.utf8).span)) + ".json"
    }

    /// Reads the record of an authority; nil when there is none.
    func record(of authority: String, now: Int64) throws(KeyCacheDefect) -> KeyRecord? {
        guard let folder = try openedFolder(.asIs) else { return nil }
        defer { close(folder) }
        let name = name(of: authority)
        guard let bytes = try Self.bytes(of: name, in: folder) else { return nil }
        do throws(KeyCacheDefect) {
            return try KeyRecord(bytes, of: authority, now: now)
        } catch {
            // Kept for whoever wants to know why, and out of the way of the next list.
            renameat(folder, name, folder, name + ".aside")
            throw error
        }
    }

    /// Writes the record of an authority.
    func store(_ record: KeyRecord, of authority: String) throws(KeyCacheDefect) {
        guard let folder = try openedFolder(.made) else { throw .system(ENOENT) }
        defer { close(folder) }
        let name = name(of: authority)
        let beside = ".\(name).\(getpid())"
        let file = openat(
            folder, beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .system(errno) }
        let fault = Self.write(record.file(of: authority), to: file)
        close(file)
        if fault == 0, renameat(folder, beside, folder, name) == 0 { return }
        let reason = fault == 0 ? errno : fault
        unlinkat(folder, beside, 0)
        throw .system(reason)
    }

    /// Takes the right to fetch for an authority, which one process has at a time.
    func lock(of authority: String) -> KeyCacheTurn {
        guard let folder = try? openedFolder(.made) else { return .noPlace }
        defer { close(folder) }
        let file = openat(
            folder, name(of: authority) + ".lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { return .noPlace }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let isHeld = errno == EWOULDBLOCK || errno == EINTR
            close(file)
            return isHeld ? .ofAnother : .noPlace
        }
        return .ours(KeyCacheLock(file))
    }

    /// Every record that counts, with the address of its authority's metadata.
    func records(now: Int64) throws(KeyCacheDefect) -> [(authority: String, record: KeyRecord)] {
        guard let folder = try openedFolder(.asIs) else { return [] }
        defer { close(folder) }
        return Self.names(in: folder).filter { $0.hasSuffix(".json") }.compactMap { name in
            guard let bytes = try? Self.bytes(of: name, in: folder),
                let authority = KeyRecord.authority(of: bytes),
                name == self.name(of: authority),
                let record = try? KeyRecord(bytes, of: authority, now: now)
            else { return nil }
            return (authority, record)
        }
    }

    /// Removes every file of the cache.
    /// - Returns: How many lists there were.
    /// - Throws: ``KeyCacheDefect`` when the folder does not count, or the system refuses.
    public func clear() throws(KeyCacheDefect) -> Int {
        guard let folder = try openedFolder(.asIs) else { return 0 }
        defer { close(folder) }
        var count = 0
        for name in Self.names(in: folder) {
            guard unlinkat(folder, name, 0) == 0 else { throw .system(errno) }
            if name.hasSuffix(".json") { count += 1 }
        }
        return count
    }

    // MARK: folder and files

    private enum Existence { case asIs, made }

    private func openedFolder(_ existence: Existence) throws(KeyCacheDefect) -> Int32? {
        var descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        if descriptor < 0, errno == ENOENT {
            guard existence == .made else { return nil }
            makeFolders()
            descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        }
        guard descriptor >= 0 else {
            throw errno == ELOOP || errno == ENOTDIR ? .notPlainFile : .system(errno)
        }
        do throws(KeyCacheDefect) {
            try Self.refuseUnlessOwn(descriptor, kind: S_IFDIR)
        } catch {
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// Makes the folder and those above it; what is there already stays as it is.
    private func makeFolders() {
        var path = folder.hasPrefix("/") ? "" : "."
        for part in folder.split(separator: "/") {
            path += "/" + part
            mkdir(path, 0o700)
        }
    }

    private static func bytes(of name: String, in folder: Int32) throws(KeyCacheDefect)
        -> [UInt8]?
    {
        let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw errno == ELOOP ? .notPlainFile : .system(errno)
        }
        defer { close(file) }
        try refuseUnlessOwn(file, kind: S_IFREG)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= 8_388_608 {
            let count = read(file, &buffer, buffer.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw .system(errno)
            }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
        throw .damaged
    }

    private static func refuseUnlessOwn(_ descriptor: Int32, kind: mode_t) throws(KeyCacheDefect) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(errno) }
        guard status.st_mode & S_IFMT == kind else { throw .notPlainFile }
        guard status.st_uid == geteuid() else { throw .otherOwner }
        guard status.st_mode & (S_IWGRP | S_IWOTH) == 0 else { throw .writableByOthers }
    }

    /// The number of the error, or 0.
    private static func write(_ bytes: [UInt8], to file: Int32) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { writeBytes(file, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                return errno
            }
            rest = rest.dropFirst(count)
        }
        return 0
    }

    private static func names(in folder: Int32) -> [String] {
        let copy = dup(folder)
        guard copy >= 0, let listing = fdopendir(copy) else { return [] }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            // SAFETY: `d_name` ends with a NUL within the entry, which stays valid until the next call of `readdir`.
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}

/// The system's call, which a method of the same name hides.
private func writeBytes(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(file, bytes, count)
}

/// Whose turn it is to fetch.
enum KeyCacheTurn {
    /// This process's, for as long as the lock lives.
    case ours(KeyCacheLock)
    /// Another process's.
    case ofAnother
    /// Everybody's: there is no place for a lock, such as in a folder that may only be read.
    case noPlace
}

/// The right to fetch for an authority; it ends with this value, and with the process.
final class KeyCacheLock: Sendable {
    private let file: Int32

    fileprivate init(_ file: Int32) { self.file = file }

    deinit { close(file) }
}
