-- Rooms that do not keep everything for ever: few, and looked through every minute.
CREATE INDEX rooms_not_for_ever ON rooms (room_id) WHERE strpos(settings, '"keptHours"') > 0;
