internal import JOSE
internal import Reporting
internal import StrictJSON
internal import TokenCheck

/// Judges lines; one for each worker, which shares nothing with the others.
struct LineJudge: ~Copyable {
    private let rules: BatchRules
    private var inspector: Inspector

    init(_ rules: BatchRules) {
        self.rules = rules
        inspector = Inspector(policy: rules.policy)
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
        result.status = result.status.graver(rules.gate.status(of: report))
        if let keyID = report.unknownKeyID { result.unknownKeyIDs.insert(keyID) }
        guard rules.writesLines,
            rules.only.isEmpty || rules.only.contains(where: { $0.matches(report.verdict) })
        else { return }
        var place = place
        place.id = token.id
        place.problem = token.problem?.rawValue
        JSONLReport(report, at: place, fingerprint: Self.fingerprint(token.bytes))
            .write(to: &result.output)
    }

    private static func fingerprint(_ token: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        Array(Hexadecimal.text(Digest.sha256(token.span)).utf8).prefix(12)
    }
}

extension ArraySlice<UInt8> {
    /// Whether this is a text in UTF-8.
    fileprivate var isUTF8: Bool { String(validating: self, as: UTF8.self) != nil }
}
