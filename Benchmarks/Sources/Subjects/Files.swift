import Glibc

/// Files of the project, found from where this source file lay when it was compiled.
public enum ProjectFiles {
    /// The folder of the project, with a slash at its end.
    public static let root =
        String(#filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined()) + "/"

    /// The bytes of a file, line breaks at its end left out.
    public static func bytes(_ path: String, isAbsolute: Bool = false) -> [UInt8] {
        guard let file = fopen(isAbsolute ? path : root + path, "r") else {
            fatalError("cannot read \(path)")
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = fgetc(file), byte != EOF {
            bytes.append(UInt8(truncatingIfNeeded: byte))
        }
        while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
        return bytes
    }
}

/// Writes bytes to standard output; a reader that has gone ends the process.
public func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
        guard count > 0 else { exit(1) }
        rest = rest.dropFirst(count)
    }
}

/// Nanoseconds of a clock that only goes forward.
public func nanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

/// Nanoseconds that this thread has used of a processor.
public func processorNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
