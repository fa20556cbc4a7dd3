internal import StrictJSON

/// A JWS in compact form, its three parts as ranges of one copy of the text (RFC 7515 §7.1).
///
/// The parts are found, not decoded. Nothing is trimmed or unwrapped: that is the caller's business.
public struct CompactToken: Sendable {
    /// The whole text.
    package let bytes: [UInt8]
    package let header: Range<Int>
    package let payload: Range<Int>
    package let signature: Range<Int>

    /// The bytes that the signature covers: header, dot and payload as they were sent (RFC 7515 §5.1).
    package var signingInput: Range<Int> { 0..<payload.upperBound }

    /// Finds the parts.
    ///
    /// The default limit, 64 KiB, is twenty times the largest common token (200 groups) and eight times what servers
    /// take as a header.
    /// - Parameters:
    ///   - text: The token and nothing else.
    ///   - maximumBytes: The most bytes it may have.
    /// - Throws: ``TokenDefect``; of several defects the first in the order of its cases.
    public init(_ text: Span<UInt8>, maximumBytes: Int = 65_536) throws(TokenDefect) {
        guard !text.isEmpty else { throw .empty }
        guard text.count <= maximumBytes else {
            throw .tooLarge(bytes: text.count, limit: maximumBytes)
        }
        bytes = [UInt8](copying: text)
        let first = Base64URL.offsetOfDot(in: text, from: 0)
        let second = first.flatMap { Base64URL.offsetOfDot(in: text, from: $0 + 1) }
        let third = second.flatMap { Base64URL.offsetOfDot(in: text, from: $0 + 1) }
        if bytes[0] != UInt8(ascii: "e"), let opaque = OpaqueText(bytes, isDotted: first != nil) {
            throw .opaque(opaque)
        }
        guard let first, let second, third == nil else {
            if first == nil, let opaque = OpaqueText(bytes, isDotted: false) {
                throw .opaque(opaque)
            }
            let dotCount = bytes.count { $0 == UInt8(ascii: ".") }
            if dotCount == 4, Self.isEncrypted(bytes[..<(first ?? 0)]) { throw .encrypted }
            throw .segmentCount(dotCount + 1)
        }
        header = 0..<first
        payload = first + 1..<second
        signature = second + 1..<bytes.count
        if header.isEmpty { throw .emptySegment(.header) }
        if payload.isEmpty { throw .emptySegment(.payload) }
    }

    /// Decodes one part.
    package func decoded(_ segment: TokenSegment) throws(TokenDefect) -> [UInt8] {
        var buffer: [UInt8] = []
        try decode(segment, into: &buffer)
        return buffer
    }

    /// Decodes one part into a buffer.
    package func decode(_ segment: TokenSegment, into buffer: inout [UInt8]) throws(TokenDefect) {
        do throws(Base64URLDefect) {
            try Base64URL.decode(bytes.span.extracting(range(of: segment)), into: &buffer)
        } catch {
            throw .encoding(segment, error)
        }
    }

    private func range(of segment: TokenSegment) -> Range<Int> {
        switch segment {
        case .header: header
        case .payload: payload
        case .signature: signature
        }
    }

    /// Whether the first of five parts is the header of a JWE, which always names `enc` (RFC 7516 §4.1.2).
    private static func isEncrypted(_ header: ArraySlice<UInt8>) -> Bool {
        guard let bytes = try? Base64URL.decode(header.span),
            let document = try? JSONDocument(taking: bytes)
        else { return false }
        return document.root["enc"]?.kind == .string
    }
}

extension OpaqueText {
    /// Recognises a text by its first characters.
    ///
    /// A header begins `{"`, which base64url writes as `eyJ`; with white space inside it begins `ew` or `ey`. So no
    /// compact JWS is taken for one of these.
    init?(_ bytes: [UInt8], isDotted: Bool) {
        func begins(_ prefix: StaticString) -> Bool {
            bytes.count >= prefix.utf8CodeUnitCount
                && (0..<prefix.utf8CodeUnitCount).allSatisfy { bytes[$0] == prefix.utf8Start[$0] }
        }
        if begins("<") {
            self = .html
        } else if begins("{") || begins("[") || begins("\"") {
            self = .json
        } else if begins("0.A") || begins("1.A") || begins("M.C") || begins("M.R") {
            self = .refreshToken
        } else if isDotted || begins("eyJ") {
            return nil
        } else if begins("Ew") {
            self = .personalAccountTicket
        } else {
            self = .other
        }
    }
}
