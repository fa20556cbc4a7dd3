internal import StrictJSON

/// Turns events into JSON text and notes where each value stood.
///
/// Nothing is kept but the text, the places and the open collections: the work is one step for each event.
struct YAMLReader {
    private(set) var json: [UInt8] = []
    /// The place of each value and name, in the order in which a JSON reader finds them.
    private(set) var places: [TextPlace] = []
    private var open: [Collection] = []
    private var documents = 0
    private var isComplete = false
    /// Whether the document holds nothing at all, which YAML reads as null.
    private var isBlank = false
    private let limits: YAMLLimits

    private struct Collection {
        let isMapping: Bool
        var count = 0
        /// The keys so far, to find a repeated one.
        var names: Set<[UInt8]> = []

        /// Whether what comes next is a key.
        var awaitsKey: Bool { isMapping && count.isMultiple(of: 2) }
    }

    init(limits: YAMLLimits) { self.limits = limits }

    /// Takes one event.
    /// - Returns: Whether it was the last.
    mutating func take(_ event: YAMLEvent, at place: TextPlace) throws(YAMLDefect) -> Bool {
        switch event {
        case .other: return false
        case .streamEnd:
            guard isComplete, !isBlank else {
                throw YAMLDefect(.empty, at: TextPlace(line: 1, column: 1))
            }
            return true
        case .documentStart(let hasDirectives):
            guard !hasDirectives else { throw YAMLDefect(.directive, at: place) }
            documents += 1
            guard documents == 1 else { throw YAMLDefect(.secondDocument, at: place) }
        case .alias: throw YAMLDefect(.alias, at: place)
        case .scalar(let bytes, let style, let properties):
            try refuse(properties, at: place)
            try takeScalar(bytes, style: style, at: place)
        case .sequenceStart(let properties):
            try refuse(properties, at: place)
            try openCollection(isMapping: false, at: place)
        case .mappingStart(let properties):
            try refuse(properties, at: place)
            try openCollection(isMapping: true, at: place)
        case .collectionEnd:
            guard let closed = open.popLast() else { return false }
            json.append(closed.isMapping ? UInt8(ascii: "}") : UInt8(ascii: "]"))
            noteValue()
        }
        return false
    }

    private func refuse(_ properties: YAMLEvent.Properties, at place: TextPlace) throws(YAMLDefect)
    {
        if properties.hasAnchor { throw YAMLDefect(.anchor, at: place) }
        if properties.hasTag { throw YAMLDefect(.tag, at: place) }
    }

    private mutating func openCollection(isMapping: Bool, at place: TextPlace) throws(YAMLDefect) {
        if open.last?.awaitsKey == true { throw YAMLDefect(.key, at: place) }
        guard open.count < limits.maximumDepth else { throw YAMLDefect(.tooDeep, at: place) }
        separate()
        places.append(place)
        json.append(isMapping ? UInt8(ascii: "{") : UInt8(ascii: "["))
        open.append(Collection(isMapping: isMapping))
    }

    private mutating func takeScalar(_ bytes: [UInt8], style: YAMLEvent.Style, at place: TextPlace)
        throws(YAMLDefect)
    {
        let meaning = style == .plain ? YAMLScalar(plain: bytes) : .text
        if open.last?.awaitsKey == true {
            guard style != .block, meaning == .text else { throw YAMLDefect(.key, at: place) }
            if style == .plain, bytes.elementsEqual("<<".utf8) {
                throw YAMLDefect(.mergeKey, at: place)
            }
            guard open[open.count - 1].names.insert(bytes).inserted else {
                throw YAMLDefect(.repeatedName, at: place)
            }
        } else if open.isEmpty {
            isBlank = style == .plain && bytes.isEmpty
        }
        separate()
        places.append(place)
        switch meaning {
        case .text: appendString(bytes)
        case .literal(let text): json += text
        case .unwritable: throw YAMLDefect(.scalar, at: place)
        }
        noteValue()
    }

    /// Writes what stands between two values: a comma, or the colon behind a key.
    private mutating func separate() {
        guard let collection = open.last, collection.count > 0 else { return }
        json.append(
            collection.isMapping && !collection.awaitsKey ? UInt8(ascii: ":") : UInt8(ascii: ","))
    }

    private mutating func noteValue() {
        if open.isEmpty { isComplete = true } else { open[open.count - 1].count += 1 }
    }

    private mutating func appendString(_ bytes: [UInt8]) {
        json.append(UInt8(ascii: "\""))
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): json += [UInt8(ascii: "\\"), byte]
            case 0..<0x20: json += Array("\\u00".utf8) + Array(Hexadecimal.text([byte]).utf8)
            default: json.append(byte)
            }
        }
        json.append(UInt8(ascii: "\""))
    }
}
