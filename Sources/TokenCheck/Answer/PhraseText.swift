/// A text in which values are looked for behind a phrase, never farther than a message goes.
struct PhraseText {
    let bytes: [UInt8]
    /// Whether the text's end is there; else a value that touches the end may be half a value.
    let isWhole: Bool
    private(set) var steps = 0

    /// A list of 64 names of 128 bytes.
    private static let mostListBytes = 8_192

    init(bytes: [UInt8], isWhole: Bool) {
        self.bytes = bytes
        self.isWhole = isWhole
    }

    /// The place behind a phrase that begins at most so many bytes from here.
    mutating func end(of phrase: String, from start: Int, within distance: Int) -> Int? {
        let length = phrase.utf8.count
        guard let first = phrase.utf8.first, start >= 0 else { return nil }
        let last = min(start + distance, bytes.count - length)
        var place = start
        while place <= last {
            steps += 1
            if bytes[place].lowered == first {
                steps += length
                if bytes[place...].hasPrefix(lowered: phrase) { return place + length }
            }
            place += 1
        }
        return nil
    }

    /// What stands between single quotes, the first of which comes at most so many bytes from here.
    mutating func quoted(from start: Int, within distance: Int) -> ArraySlice<UInt8>? {
        let limit = min(start + distance, bytes.count)
        guard start >= 0, start < limit,
            let open = bytes[start..<limit].firstIndex(of: UInt8(ascii: "'"))
        else { return nil }
        let end = min(open + 1 + Self.mostListBytes, bytes.count)
        let close = bytes[(open + 1)..<end].firstIndex(of: UInt8(ascii: "'"))
        steps += (close ?? end) - start
        return close.map { bytes[(open + 1)..<$0] }
    }

    /// What stands between single quotes behind a phrase.
    mutating func quoted(behind phrase: String, from start: Int, within distance: Int)
        -> ArraySlice<UInt8>?
    {
        guard let end = end(of: phrase, from: start, within: distance) else { return nil }
        return quoted(from: end, within: 4)
    }

    /// Names in one pair of quotes behind a phrase of Graph; nil when the phrase is not there.
    mutating func quotedNames(behind phrase: String, from start: Int) -> [String]? {
        guard let list = quoted(behind: phrase, from: start, within: 1024) else { return nil }
        let names = list.split(separator: UInt8(ascii: ",")).map(\.trimmed)
        return Array(names.compactMap { KeptText.name($0) }.prefix(KeptText.mostNames))
    }

    /// Values each in quotes, with commas between.
    mutating func quotedList(from start: Int) -> [ArraySlice<UInt8>] {
        var values: [ArraySlice<UInt8>] = []
        var place = start
        while values.count < KeptText.mostNames, place - start < Self.mostListBytes,
            let value = quoted(from: place, within: 4)
        {
            values.append(value)
            place = value.endIndex + 1
        }
        return values
    }

    /// Names without quotes, with commas between, up to a full stop, another word or the end.
    mutating func names(from start: Int) -> (names: [String], end: Int) {
        var names: [String] = []
        var place = start
        var end = start
        while names.count < KeptText.mostNames, place - start < Self.mostListBytes {
            while place < bytes.count, bytes[place].isBlank { place += 1 }
            if self.end(of: "application roles:", from: place, within: 0) != nil { break }
            let run = bytes[place...].prefix { $0.isNameByte }
            steps += run.count + 1
            place = run.endIndex
            var name = run
            while name.last == UInt8(ascii: ".") { name.removeLast() }
            end = place
            while place < bytes.count, bytes[place].isBlank { place += 1 }
            let isSeparated =
                place < bytes.count
                && (bytes[place] == UInt8(ascii: ",") || bytes[place] == UInt8(ascii: ";"))
            let isStopped = name.count < run.count
            let isCut = !isWhole && place == bytes.count && (end == place || !isStopped)
            // A word before another word is a name only at once behind the phrase: `A,B, application roles`.
            let isSentence = place > end && place < bytes.count && !isSeparated && !isStopped
            if !isCut, !isSentence || names.isEmpty, let kept = KeptText.name(name) {
                names.append(kept)
            }
            guard isSeparated, !isStopped else { break }
            place += 1
            end = place
        }
        return (names, end)
    }

    /// A value without quotes, up to a blank, a comma or the end, without the full stop of the sentence.
    mutating func word(from start: Int) -> ArraySlice<UInt8>? {
        var place = start
        while place < bytes.count, bytes[place].isBlank || bytes[place] == UInt8(ascii: ":") {
            place += 1
        }
        var run = bytes[place...].prefix(KeptText.mostBytes).prefix { $0.isNameByte }
        steps += run.count + place - start
        guard isWhole || run.endIndex < bytes.count else { return nil }
        while run.last == UInt8(ascii: ".") { run.removeLast() }
        return run
    }

    /// A number of one to nine digits.
    mutating func number(from start: Int) -> Int? {
        let digits = bytes[start...].prefix(10).prefix(while: \.isDigit)
        steps += digits.count
        guard (1...9).contains(digits.count), isWhole || digits.endIndex < bytes.count else {
            return nil
        }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// The seconds after which a server wants to be asked again, as its sentence says.
    mutating func delay(from start: Int) -> Int64? {
        for phrase in ["try again in ", "try again after ", "retry after "] as [String] {
            guard var place = end(of: phrase, from: start, within: 512) else { continue }
            if place < bytes.count, bytes[place] == UInt8(ascii: "'") { place += 1 }
            guard let number = number(from: place) else { continue }
            let unit = end(of: "minute", from: place, within: 12) == nil ? 1 : 60
            return Int64(number * unit)
        }
        return nil
    }

    /// A value that a server names, if it names one and does not hide it.
    static func value(_ bytes: ArraySlice<UInt8>) -> String? {
        let bytes = bytes.trimmed
        let hidden = ["null", "[pii", "system.", "microsoft."] as [String]
        guard !bytes.isEmpty, !hidden.contains(where: { bytes.hasPrefix(lowered: $0) }) else {
            return nil
        }
        return KeptText.sentence(bytes)
    }

    /// Of some values those that are named, each once.
    static func values(_ values: [ArraySlice<UInt8>]) -> [String] {
        var names: [String] = []
        for bytes in values where bytes.count <= KeptText.mostNameBytes {
            guard names.count < KeptText.mostNames else { break }
            if let value = value(bytes), !names.contains(value) { names.append(value) }
        }
        return names
    }
}

extension UInt8 {
    /// Whether the byte may stand in a name that is written without quotes.
    fileprivate var isNameByte: Bool {
        self > 0x20 && self != 0x7F && self != UInt8(ascii: ",") && self != UInt8(ascii: ";")
            && self != UInt8(ascii: "'") && self != UInt8(ascii: "\"") && self != UInt8(ascii: "<")
    }
}
