internal import CYAML
internal import StrictJSON

/// One event of a YAML text: what libyaml reports, in values of our own.
enum YAMLEvent {
    case scalar(bytes: [UInt8], style: Style, properties: Properties)
    case sequenceStart(Properties)
    case mappingStart(Properties)
    case collectionEnd
    case alias
    case documentStart(hasDirectives: Bool)
    case streamEnd
    /// The ends and beginnings that say nothing.
    case other

    enum Style { case plain, quoted, block }

    /// What may stand in front of a value, and must not here.
    struct Properties {
        let hasAnchor: Bool
        let hasTag: Bool
    }
}

/// The events of a text, one after the other.
struct YAMLEvents: ~Copyable {
    // SAFETY: `parser` is allocated and initialised by `init` and freed by `deinit`, its only owner; libyaml keeps the
    // parser's own address in it, so it must not move. It reads the bytes given to `init`, which the caller keeps alive
    // for as long as this value lives.
    private let parser: UnsafeMutablePointer<yaml_parser_t>

    init(_ bytes: UnsafeBufferPointer<UInt8>) throws(YAMLDefect) {
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        guard yaml_parser_initialize(parser) == 1 else {
            // A failed initialisation has freed what it had; deleting an emptied parser is harmless.
            throw YAMLDefect(
                .syntax, at: TextPlace(line: 1, column: 1), explanation: "not enough memory")
        }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deinitialize(count: 1)
        parser.deallocate()
    }

    mutating func next() throws(YAMLDefect) -> (event: YAMLEvent, place: TextPlace) {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxDefect() }
        // SAFETY: the event was filled by a successful parse and is freed here, once, after its values are copied.
        defer { yaml_event_delete(&event) }
        return (Self.event(event), Self.place(event.start_mark))
    }

    private static func event(_ event: yaml_event_t) -> YAMLEvent {
        switch event.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let style: YAMLEvent.Style
            switch scalar.style {
            case YAML_PLAIN_SCALAR_STYLE: style = .plain
            case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: style = .block
            default: style = .quoted
            }
            return .scalar(
                bytes: Array(UnsafeBufferPointer(start: scalar.value, count: scalar.length)),
                style: style,
                properties: .init(hasAnchor: scalar.anchor != nil, hasTag: scalar.tag != nil))
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            return .sequenceStart(
                .init(hasAnchor: start.anchor != nil, hasTag: start.tag != nil))
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            return .mappingStart(
                .init(hasAnchor: start.anchor != nil, hasTag: start.tag != nil))
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return .collectionEnd
        case YAML_ALIAS_EVENT: return .alias
        case YAML_DOCUMENT_START_EVENT:
            let start = event.data.document_start
            return .documentStart(
                hasDirectives: start.version_directive != nil
                    || start.tag_directives.start != start.tag_directives.end)
        case YAML_STREAM_END_EVENT: return .streamEnd
        default: return .other
        }
    }

    private func syntaxDefect() -> YAMLDefect {
        let parser = parser.pointee
        let problem = parser.problem.map { String(cString: $0) }
        let context = parser.context.map { String(cString: $0) }
        return YAMLDefect(
            .syntax, at: Self.place(parser.problem_mark),
            explanation: [problem, context].compactMap(\.self).joined(separator: ", "))
    }

    private static func place(_ mark: yaml_mark_t) -> TextPlace {
        TextPlace(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }
}
