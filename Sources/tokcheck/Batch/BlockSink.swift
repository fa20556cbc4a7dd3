internal import Reporting
internal import StrictJSON

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The clocks of a batch.
struct BatchClock: Sendable {
    /// Milliseconds that only go forward.
    let milliseconds: @Sendable () -> Int64
    /// Seconds since 1970.
    let wall: @Sendable () -> Int64

    /// Seconds that only go forward.
    func seconds() -> Int64 { milliseconds() / 1000 }

    /// The clocks of this machine.
    static let system = BatchClock(
        milliseconds: {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
        },
        wall: { Int64(time(nil)) })
}

/// How a batch ended.
struct BatchOutcome {
    /// The verdicts.
    var tally: BatchTally
    /// The gravest verdict's exit code.
    var status: ExitStatus
    /// How long it took.
    var milliseconds: Int64
    /// Whether everything that was named was read.
    var isComplete: Bool
    /// The signal that ended it.
    var signal: Int32?
    /// How the writing ended.
    var end: StandardStreams.WriteEnd

    /// With what the process ends.
    ///
    /// A file that could not be read, or a line that could not be written, must not end as if all were well.
    var exit: ExitStatus {
        if let signal { return Interruption.status(of: signal) }
        guard status == .success else { return status }
        if case .failed = end { return .cannotCreate }
        return isComplete || end == .closed ? .success : .noInput
    }
}

/// Writes results in the order of the lines, counts, and shows progress.
struct BlockSink: Sendable {
    private let clock: BatchClock
    private let output: Int32
    private let start: Int64
    private let totalBytes: Int64?
    private let showsProgress: Bool
    private var tally = BatchTally()
    private var status = ExitStatus.success
    private var bytes: Int64 = 0
    private var lastProgress: Int64
    private var hasProgress = false
    private var end = StandardStreams.WriteEnd.complete

    init(clock: BatchClock, output: Int32?, totalBytes: Int64?, showsProgress: Bool) {
        self.clock = clock
        self.output = output ?? STDOUT_FILENO
        self.totalBytes = totalBytes
        self.showsProgress = showsProgress
        start = clock.milliseconds()
        lastProgress = start
    }

    /// Writes what became of a block.
    /// - Returns: False when nobody reads any more.
    mutating func write(_ result: BlockResult) -> Bool {
        tally.add(result.tally)
        status = status.graver(result.status)
        bytes += Int64(result.consumed)
        if !result.output.isEmpty {
            end = StandardStreams.write(result.output[...], to: output)
        }
        if showsProgress { progress() }
        return end == .complete
    }

    /// Ends the batch, and takes its progress off the terminal.
    func outcome(signal: Int32?, isFaulty: Bool) -> BatchOutcome {
        if hasProgress { StandardStreams.printError("\r\u{1B}[K") }
        StandardStreams.sayIfLost(end)
        return BatchOutcome(
            tally: tally, status: status, milliseconds: clock.milliseconds() - start,
            isComplete: signal == nil && !isFaulty && end == .complete, signal: signal, end: end)
    }

    private mutating func progress() {
        let now = clock.milliseconds()
        guard now - lastProgress >= 500 else { return }
        lastProgress = now
        hasProgress = true
        let progress = BatchProgress(
            tally: tally, milliseconds: now - start, bytes: bytes, totalBytes: totalBytes)
        StandardStreams.printError("\r\u{1B}[K" + progress.text)
    }
}
