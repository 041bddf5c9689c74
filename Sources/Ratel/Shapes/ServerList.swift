import IM
import Web

/// The DNS document: one cluster, this server (xsync.md 2.2 and 2.3).
struct ServerList {
    let base: PublicBase
    let status: AppStatus

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
