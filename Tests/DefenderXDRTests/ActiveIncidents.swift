import DefenderXDR
import Transport

/// Prints every active incident, page after page; a token that lacks the permission is told before anything is sent.
func printActiveIncidents(token: [UInt8], exchange: any HTTPExchange) async throws {
    let client = try DefenderClient(token: token, exchange: exchange)
    var query = IncidentQuery()
    query.statuses = [.active]
    for try await incident in client.incidents(query) {
        print(incident.id, incident.severity ?? "", incident.name ?? "")
    }
}
