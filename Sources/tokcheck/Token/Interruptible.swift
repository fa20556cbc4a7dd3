internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Work that waits for people or the network, and that Ctrl-C ends in order: listeners closed, nothing half written.
enum Interruptible {
    /// Does the work; a signal cancels it.
    /// - Returns: What the work gives, or the exit code of the signal.
    static func run(_ work: @escaping @Sendable () async throws -> ExitStatus) async throws
        -> ExitStatus
    {
        let task = Task { try await work() }
        if let descriptor = Interruption.listen() {
            Interruption.unblock()
            DispatchQueue.global().async {
                var byte: UInt8 = 0
                while read(descriptor, &byte, 1) < 0, errno == EINTR {}
                received.withLock { $0 = Int32(byte) }
                task.cancel()
            }
        }
        let result = await task.result
        if let number = received.withLock({ $0 }) { return Interruption.status(of: number) }
        return try result.get()
    }

    private static let received = Mutex<Int32?>(nil)
}
