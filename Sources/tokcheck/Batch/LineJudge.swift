internal import JOSE
internal import Reporting
internal import StrictJSON
internal import TokenCheck

/// Judges lines; one for each worker, which shares nothing with the others.
struct LineJudge: ~Copyable {
    private let rules: BatchRules
    private var inspector: Inspector
    private var fingerprint: [UInt8] = []

    init(_ rules: BatchRules) {
        self.rules = rules
        inspector = Inspector(policy: rules.policy, remembering: rules.remembering)
    }

    /// Judges every line of a block.
    /// - Parameters:
    ///   - block: The lines.
    ///   - keys: The keys that may have signed.
    ///   - now: The time at which they are judged.
    /// - Returns: What is to be written of them, and counted.
    mutating func result(of block: LineBlock, keys: KeySet, now: Instant) -> BlockResult {
        var result = BlockResult()
        result.consumed = block.consumed
        result.output.reserveCapacity(block.lines.count * 400)
        var number = block.firstLine
        for line in block.lines {
            let place = JSONLReport.Place(line: number, file: block.file)
            judge(
                block.text(line), isCut: line.isCut, at: place, keys: keys, now: rules.at ?? now,
                into: &result)
            number += 1
        }
        return result
    }

    private mutating func judge(
        _ line: ArraySlice<UInt8>, isCut: Bool, at place: JSONLReport.Place, keys: KeySet,
        now: Instant, into result: inout BlockResult
    ) {
        var token = LineToken(line, isCut: isCut, field: rules.field, idField: rules.idField)
        var report = inspector.report(on: token.bytes.span, keys: keys, now: now)
        if token.problem == nil, report.verdict.rejection == .form, !token.bytes.isUTF8 {
            // What is no text holds nothing that could be read.
            token.problem = .notUTF8
            token.bytes = []
            report = inspector.report(on: token.bytes.span, keys: keys, now: now)
        }
        result.tally.count(report)
        result.status = result.status.graver(rules.status(report))
        if let keyID = report.unknownKeyID { result.unknownKeyIDs.insert(keyID) }
        guard rules.writesLines,
            rules.only.isEmpty || rules.only.contains(where: { $0.matches(report.verdict) })
        else { return }
        var place = place
        place.id = token.id
        place.problem = token.problem?.rawValue
        fingerprint.removeAll(keepingCapacity: true)
        inspector.appendFingerprint(of: token.bytes.span, to: &fingerprint)
        JSONLReport(report, at: place, fingerprint: fingerprint[...]).write(to: &result.output)
    }
}

extension ArraySlice<UInt8> {
    /// Whether this is a text in UTF-8.
    fileprivate var isUTF8: Bool { String(validating: self, as: UTF8.self) != nil }
}
