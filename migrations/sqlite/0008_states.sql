-- Who sits in chatrooms: looked for whenever somebody comes or goes. It holds all that is asked for, or the table's own key would be taken.
CREATE INDEX chatroom_seats ON participants (app, user_id, peer, conversation, transient, until) WHERE transient = 1 AND until = 0;
