-- Rooms that were deleted and are on their way out: few, and looked for every minute.
CREATE INDEX rooms_deleted ON rooms (room) WHERE substr(room_id, 1, 8) = 'deleted ';
