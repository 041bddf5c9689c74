import IM
import Web

/// The DNS document: one cluster, this server (xsync.md 2.2 and 2.3).
struct ServerList {
    let base: PublicBase
    let status: AppStatus

    static var shape: AnswerShape {
        let servers = Schema.list(.object([Schema.Property("protocol", .text()), Schema.Property("host", .text())]))
        let cluster = Schema.object(
            [Schema.Property("cluster_id", .integer())]
                + ["ratel", "fireplace", "ws", "webim", "rtc"].map { Schema.Property($0, servers) })
        return .data([
            Schema.Property("version", .integer()), Schema.Property("app_status", .word(AppStatus.allCases.map(\.word))),
            Schema.Property("account_verification", .object([])), Schema.Property("dns_server_list", .list(.anything)),
            Schema.Property("link_server_list", .list(.anything)),
            Schema.Property(
                "dns_list",
                .list(.object([Schema.Property("group_level", .integer()), Schema.Property("clusters", .list(cluster))]))),
            Schema.Property("recommend_cluster_id", .integer()), Schema.Property("clusters", .list(cluster)),
        ])
    }

    var json: JSON {
        let here: JSON = [["protocol": .string(base.scheme), "host": .string(base.host)]]
        // SDK 3.0.0 stops without an entry for media servers, also where there are none.
        let cluster: JSON = [
            "cluster_id": 1, "ratel": here, "fireplace": [], "ws": here, "webim": here, "rtc": here,
        ]
        return [
            "version": 1,
            "app_status": .string(status.word),
            "account_verification": [:],
            // Left empty: a browser would remember these hosts and ask them over HTTPS next time.
            "dns_server_list": [],
            "link_server_list": [],
            "dns_list": [["group_level": 0, "clusters": [cluster]]],
            // Read by SDK 1.0.0 alone.
            "recommend_cluster_id": 1,
            "clusters": [cluster],
        ]
    }
}
