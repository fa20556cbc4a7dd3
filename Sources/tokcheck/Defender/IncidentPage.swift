internal import DefenderXDR
internal import Reporting
internal import TokenCheck

/// One incident for people.
struct IncidentPage {
    private let incident: Incident
    private let style: TextStyle

    init(_ incident: Incident, style: TextStyle) {
        self.incident = incident
        self.style = style
    }

    /// The whole text, with a line break at its end; what the API wrote is quoted where it is free text.
    var text: String {
        var rows: [(String, String)] = [
            ("status", incident.status?.text), ("severity", incident.severity?.text),
            ("classification", judgement), ("assigned to", incident.assignedTo),
            ("created", time(incident.created)), ("updated", time(incident.updated)),
            ("tags", incident.tags.isEmpty ? nil : incident.tags.joined(separator: ", ")),
            ("alerts", incident.alertCount.map(String.init)),
        ].compactMap { label, value in value.map { (label, Escaping.plain($0)) } }
        if let id = incident.redirectID {
            rows.insert(("merged into", "\(id): tokcheck defender incidents get \(id)"), at: 0)
        }
        rows += incident.comments.map { comment in
            let author = [comment.author, time(comment.created)].compactMap(\.self)
                .joined(separator: ", ")
            return (
                "comment",
                Escaping.quoted(comment.text)
                    + (author.isEmpty ? "" : "  \(Escaping.plain(author))")
            )
        }
        let name = Escaping.plain(incident.name ?? "without a name")
        let title = style.paint("incident \(incident.id)", .bold) + "  \(name)"
        let lines = rows.map { label, value in
            style.folded(
                value, firstIndent: "  " + label + String(repeating: " ", count: 16 - label.count),
                indent: String(repeating: " ", count: 18))
        }
        return style.spelled(([title] + lines).joined(separator: "\n")) + "\n"
    }

    private var judgement: String? {
        let words = [incident.classification?.text, incident.determination?.text]
        let known = words.compactMap(\.self)
        return known.isEmpty ? nil : known.joined(separator: ", ")
    }

    private func time(_ instant: Instant?) -> String? {
        instant.map { TimeText.local($0.secondsSince1970, in: TerminalTraits.localTime) }
    }
}
