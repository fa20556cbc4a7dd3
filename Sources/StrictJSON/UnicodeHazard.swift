extension Unicode.Scalar {
    /// Whether a terminal or a reader could be deceived by this character.
    ///
    /// Control characters (C0, DEL, C1), line and paragraph separators, bidirectional controls, zero-width
    /// and tag characters, variation selectors of the supplement, and the byte order mark.
    package var isHazardous: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0xAD, 0x061C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F: true
        case 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE0FFF: true
        default: false
        }
    }
}
