/// A JSON number as its exact decimal text (RFC 8259 §6).
public struct JSONNumber: Sendable, Equatable {
    /// The digits, sign, point and exponent as they stand in the document.
    package let utf8: [UInt8]

    /// Takes text that a reader has found to be a number.
    package init(validated utf8: [UInt8]) { self.utf8 = utf8 }

    /// The number as it stands in the document.
    public var text: String { String(decoding: utf8, as: UTF8.self) }

    /// The exact value, if the number is written as a plain integer that 64 bits hold; nil otherwise.
    public var integer: Int64? { Int64(text) }
}
