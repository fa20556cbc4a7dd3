internal import DefenderXDR
internal import StrictJSON
internal import TokenCheck

extension Incident {
    /// The incident for programs: the same members whichever API told it, and all that the API told.
    var json: JSONOutput {
        .object([
            ("id", .string(id.text)),
            ("name", .optional(name)),
            ("status", .optional(status?.text)),
            ("severity", .optional(severity?.text)),
            ("classification", .optional(classification?.text)),
            ("determination", .optional(determination?.text)),
            ("assignedTo", .optional(assignedTo)),
            ("createdAt", .optional(created?.utcText)),
            ("updatedAt", .optional(updated?.utcText)),
            ("tags", .array(tags.map(JSONOutput.string))),
            ("comments", .array(comments.map(\.json))),
            ("alerts", .optional(alertCount.map(Int64.init))),
            ("redirectedTo", .optional(redirectID?.text)),
            ("server", .copy(document.root)),
        ])
    }
}

extension IncidentComment {
    fileprivate var json: JSONOutput {
        .object([
            ("text", .string(text)),
            ("author", .optional(author)),
            ("createdAt", .optional(created?.utcText)),
        ])
    }
}
