internal import Dispatch
internal import Synchronization

/// The thread on which the process began, for work that waits for input: it takes no thread away from the workers.
///
/// The language's own `async` main ends this thread by unwinding it. In a static executable that sorts the unwind tables
/// of the whole program first, which takes longer than everything else a check does.
@globalActor actor MainThread {
    static let shared = MainThread()

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        Executor.shared.asUnownedSerialExecutor()
    }

    /// Does what is given to this thread, until something ends the process.
    static func run() -> Never {
        while true { Executor.shared.runNext() }
    }

    private final class Executor: SerialExecutor {
        static let shared = Executor()

        private let jobs = Mutex<[UnownedJob]>([])
        private let arrivals = DispatchSemaphore(value: 0)

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            jobs.withLock { $0.append(job) }
            arrivals.signal()
        }

        func runNext() {
            arrivals.wait()
            let job = jobs.withLock { $0.removeFirst() }
            job.runSynchronously(on: asUnownedSerialExecutor())
        }
    }
}
