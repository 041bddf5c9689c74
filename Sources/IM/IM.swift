// IM is the product: apps, accounts, devices, roster, groups and messages.
//
// Each folder holds values, pure rules, use cases and the narrow ports they need. It may import
// HearthCore alone: no sockets, no SQL, no protobuf, no JSON. Both doors (frames and HTTP) call the
// same use cases, so a rule lives here or it is a bug.
//
// The way of one message: `SendQueue.submit` gathers sends of all connections into a batch,
// `MessageLog.commit` reads the facts, asks `SendRules` and writes, and only after the commit the
// senders get their acknowledgement and `Announcer` wakes the recipients, who read with `SyncReader`.
