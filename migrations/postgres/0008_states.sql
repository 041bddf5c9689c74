-- Who sits in chatrooms: looked for whenever somebody comes or goes.
CREATE INDEX chatroom_seats ON participants (app, user_id, peer) WHERE transient = 1 AND until = 0;
