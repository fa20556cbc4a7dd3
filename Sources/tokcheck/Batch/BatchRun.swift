internal import JOSE
internal import Reporting
internal import StrictJSON
internal import TokenCheck

/// A batch from its first line to its summary.
///
/// With one worker everything happens in turn. With several, block *n* goes to worker *n* modulo their number, and its
/// result is waited for in the same order: nothing is sorted, and workers share nothing. A reader that is further
/// ahead than ``blocksAhead`` waits.
struct BatchRun: Sendable {
    /// What is expected and written.
    var rules: BatchRules
    /// How many workers judge at the same time.
    var jobs: Int
    /// The keys at the beginning.
    var keys: KeySet
    /// Where newer keys come from; nil: nowhere.
    var keySource: BatchKeys?
    /// Whether progress is shown.
    var showsProgress: Bool
    /// The clocks.
    var clock: BatchClock
    /// Where the lines go; nil: to standard output.
    var output: Int32?

    /// How many blocks of each worker may be read and not yet written.
    static let blocksAhead = 4

    /// Judges everything.
    ///
    /// Reading waits for input and so must not take a thread away from the workers: it stays on the main one.
    @MainThread func run(_ source: consuming BlockSource) async -> BatchOutcome {
        Interruption.unblock()
        var source = source
        var sink = BlockSink(
            clock: clock, output: output, totalBytes: source.totalBytes,
            showsProgress: showsProgress)
        if jobs == 1 {
            await runInTurn(&source, &sink)
        } else {
            sink = await runInLanes(&source, sink)
        }
        return sink.outcome(signal: source.signal, isFaulty: source.isFaulty)
    }

    @MainThread private func runInTurn(_ source: inout BlockSource, _ sink: inout BlockSink) async {
        var judge = LineJudge(rules)
        var current = CurrentKeys(self)
        while let block = source.next() {
            await current.look()
            let work = current.work(block)
            guard sink.write(await result(of: work, by: &judge, &current)) else { return }
        }
    }

    @MainThread private func runInLanes(_ source: inout BlockSource, _ sink: BlockSink) async
        -> BlockSink
    {
        let lanes = (0..<jobs).map { _ in Lane() }
        let (written, writing) = AsyncStream.makeStream(of: Bool.self)
        return await withTaskGroup(of: BlockSink?.self) { group in
            for lane in lanes {
                group.addTask {
                    var judge = LineJudge(rules)
                    var current = CurrentKeys(self)
                    for await work in lane.work {
                        current.adopt(work.answer)
                        lane.done.yield(await result(of: work, by: &judge, &current))
                    }
                    lane.done.finish()
                    return nil
                }
            }
            group.addTask {
                var sink = sink
                var results = lanes.map { $0.results.makeAsyncIterator() }
                var turn = 0
                while let result = await results[turn].next() {
                    guard sink.write(result) else { break }
                    writing.yield(true)
                    turn = (turn + 1) % lanes.count
                }
                writing.finish()
                return sink
            }
            var current = CurrentKeys(self)
            var ended = written.makeAsyncIterator()
            var number = 0
            while let block = source.next() {
                await current.look()
                if number >= lanes.count * Self.blocksAhead, await ended.next() == nil { break }
                lanes[number % lanes.count].todo.yield(current.work(block))
                number += 1
            }
            for lane in lanes { lane.todo.finish() }
            var last = sink
            for await sink in group {
                if let sink { last = sink }
            }
            return last
        }
    }

    /// Judges a block; if its tokens name keys that only a newer list has, once more with that list.
    ///
    /// On the thread of the caller: to change threads for each block takes as long as some tokens.
    nonisolated(nonsending) private func result(
        of work: Work, by judge: inout LineJudge, _ current: inout CurrentKeys
    ) async -> BlockResult {
        let result = judge.result(of: work.block, keys: current.keys, now: work.now)
        guard !result.unknownKeyIDs.isEmpty, await current.find(result.unknownKeyIDs) else {
            return result
        }
        return judge.result(of: work.block, keys: current.keys, now: work.now)
    }
}

/// A block on its way to a worker, with what else its judging depends on.
struct Work: Sendable {
    let block: LineBlock
    let answer: BatchKeys.Answer
    let now: Instant
}

/// The way of blocks through one worker.
private struct Lane: Sendable {
    let work: AsyncStream<Work>
    let todo: AsyncStream<Work>.Continuation
    let results: AsyncStream<BlockResult>
    let done: AsyncStream<BlockResult>.Continuation

    init() {
        (work, todo) = AsyncStream.makeStream()
        (results, done) = AsyncStream.makeStream()
    }
}

/// The keys as one worker, or the reader, knows them.
struct CurrentKeys {
    private var answer: BatchKeys.Answer
    private let source: BatchKeys?
    private let clock: BatchClock
    private var lastLook: Int64
    /// When each key was asked for that was not found; so many at most are remembered.
    private var asked: [String: Int64] = [:]

    /// As long as a source itself does not ask twice.
    private static let secondsBetweenQuestions: Int64 = 300
    private static let mostQuestions = 1000

    init(_ run: BatchRun) {
        answer = BatchKeys.Answer(keys: run.keys)
        source = run.keySource
        clock = run.clock
        lastLook = clock.seconds()
    }

    var keys: KeySet { answer.keys }

    func work(_ block: LineBlock) -> Work {
        Work(block: block, answer: answer, now: Instant(secondsSince1970: clock.wall()))
    }

    /// Takes the keys that came with a block, unless a worker has asked for later ones itself.
    mutating func adopt(_ answer: BatchKeys.Answer) {
        if answer.number >= self.answer.number { self.answer = answer }
    }

    /// From time to time asks the source how old the keys are by now.
    nonisolated(nonsending) mutating func look() async {
        guard let source, clock.seconds() - lastLook >= BatchKeys.secondsBetweenLooks else {
            return
        }
        lastLook = clock.seconds()
        adopt(await source.keys(wanting: nil))
    }

    /// Asks the source for keys that are not in the list.
    /// - Returns: Whether one of them is there now, or the list is at least a later one.
    nonisolated(nonsending) mutating func find(_ keyIDs: Set<String>) async -> Bool {
        guard let source else { return false }
        let now = clock.seconds()
        if asked.count > Self.mostQuestions { asked = [:] }
        let fetchedAt = keys.origin.fetchedAt
        var isFound = false
        for keyID in keyIDs.sorted() {
            if let last = asked[keyID], now - last < Self.secondsBetweenQuestions { continue }
            asked[keyID] = now
            adopt(await source.keys(wanting: keyID))
            isFound = isFound || keys.keys.contains { $0.keyID == keyID }
        }
        return isFound || keys.origin.fetchedAt != fetchedAt
    }
}
