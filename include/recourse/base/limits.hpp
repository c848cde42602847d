// Every bound of recourse, with its reason. A bound that is not here does not exist.
#pragma once

#include <cstddef>
#include <cstdint>

namespace recourse::limits {

/// A stream id fits one cache line pair and sorts well as an index key.
inline constexpr std::size_t kStreamIdBytesMax = 128;
/// An event's name is written into each record.
inline constexpr std::size_t kEventTypeBytesMax = 64;
/// Who acted; written into each record.
inline constexpr std::size_t kActorBytesMax = 128;
/// One event's payload. A narrative of 256 KiB is a short book; larger matter belongs into an
/// attachment store, and a page of the log must fit a write buffer many times.
inline constexpr std::size_t kPayloadBytesMax = 512 * 1024;
/// One narrative or reply, in bytes of UTF-8.
inline constexpr std::size_t kNarrativeBytesMax = 256 * 1024;
/// One short text (a name, a reason, a reference), in bytes of UTF-8.
inline constexpr std::size_t kShortTextBytesMax = 4 * 1024;
/// Name of a view or a subscriber: it becomes part of a column family's name.
inline constexpr std::size_t kNameBytesMax = 64;
/// Elements of a list inside an event (items of a notice, attachments).
inline constexpr std::size_t kListItemsMax = 1000;
/// Tags of one event: each costs an index row.
inline constexpr std::size_t kTagsPerEventMax = 8;
/// One tag, in bytes of UTF-8: what a class, a period and a place are named by.
inline constexpr std::size_t kTagBytesMax = 128;
/// Conditions of one append.
inline constexpr std::size_t kConditionsPerAppendMax = 16;
/// Events of one append, over all its streams: what one command may decide.
inline constexpr std::size_t kEventsPerAppendMax = 1000;
/// Streams of one append.
inline constexpr std::size_t kStreamsPerAppendMax = 64;
/// Payload bytes of one append, so that one caller cannot fill the queue's byte budget.
inline constexpr std::size_t kAppendBytesMax = 4 * 1024 * 1024;

/// Sets of commands or events and states that one process may describe at run time: each has a
/// function of its own, made when the library is compiled, and stays for the process's life.
inline constexpr std::size_t kDynamicSetsMax = 1024;
/// Fields of a struct that is described at run time; likewise.
inline constexpr std::size_t kDynamicFieldsMax = 64;

/// A page of the log: large enough to amortise a key, small enough that one cold record is cheap.
inline constexpr std::size_t kPageBytes = 16 * 1024;
/// Requests that one group commit takes at most: bounds the latency behind one sync.
inline constexpr std::size_t kGroupRequestsMax = 8192;
/// Bytes of one group commit: stays well inside a write buffer.
inline constexpr std::size_t kGroupBytesMax = 4 * 1024 * 1024;
/// Requests that may wait for the committer before append answers queue_full or waits.
inline constexpr std::size_t kQueueRequestsMax = 16384;
/// Commands handed in without waiting and not answered yet: the queue of appends has room for all
/// of them, and for the timers' batches beside them.
inline constexpr std::size_t kCommandsUnderWayMax = 16'000;
/// Bytes that may wait for the committer.
inline constexpr std::size_t kQueueBytesMax = 64 * 1024 * 1024;
/// Bytes of committed appends that the index may lag behind; the committer waits beyond it.
inline constexpr std::size_t kTailBytesMax = 64 * 1024 * 1024;
/// Answers that may wait for slow completions; the committer waits beyond it.
inline constexpr std::size_t kAnswersMax = 64 * 1024;
/// Cursors open at once: each keeps table files alive and up to 256 KiB of read-ahead.
inline constexpr std::size_t kCursorsMax = 256;
/// Bytes of RocksDB's own notes; as much again may lie in the file before.
inline constexpr std::size_t kInfoLogBytesMax = 4 * 1024 * 1024;
/// A backup's segment: large enough that years fit few files, small enough that an interrupted full
/// backup has kept most of what it did, and one bad disk block costs one file's worth.
inline constexpr std::uint64_t kSegmentBytesMax = std::uint64_t{1} << 30;
/// Rows that a view holds back before it writes them: events of a case that come close together
/// cost one row, and a sorted batch costs less than its rows one by one.
inline constexpr std::size_t kViewBatchBytesMax = 64 * 1024 * 1024;
/// Records that a view applies before it writes: bounds how far its readers lag behind in a
/// rebuild.
inline constexpr std::size_t kViewBatchRecordsMax = 100'000;
/// Records after which a view's table is flushed: what a crash makes it apply again, under a
/// second. One that passes over windows leaves it to the table's own buffers until it is through.
inline constexpr std::size_t kViewFlushRecords = 200'000;
/// Positions that a view lags before it is brought up window by window: less is a short wait.
inline constexpr std::uint64_t kViewFarBehind = 100'000;
/// Bytes of the log that views far behind pass over in one go: a stream's state is made once in it,
/// and its rows are written once. With half of it a city's cases were written 2.2 times each.
inline constexpr std::size_t kViewWindowBytes = 64 * 1024 * 1024;
/// Records of one run of the log that an engine's readers share.
inline constexpr std::size_t kFeedRunRecords = 1024;
/// Bytes of one run.
inline constexpr std::size_t kFeedRunBytes = 1024 * 1024;
/// Records of all runs that are kept: with what they are decoded to about 1.5 KiB each.
inline constexpr std::size_t kFeedRecordsMax = 16 * 1024;
/// Bytes of them as they are in the log.
inline constexpr std::size_t kFeedBytesMax = 16 * 1024 * 1024;
/// States that a view keeps in memory between two batches: a case's next event needs no read.
inline constexpr std::size_t kViewStatesBytesMax = 64 * 1024 * 1024;
/// Rows of a view kept in memory to be changed again.
inline constexpr std::size_t kViewCacheBytesMax = 32 * 1024 * 1024;
/// States kept in memory so that the next command needs no read.
inline constexpr std::size_t kCachedStatesMax = 16 * 1024;
/// About how many bytes those states may have together.
inline constexpr std::size_t kCachedStateBytesMax = 64 * 1024 * 1024;
/// Records that a subscriber is handed before it looks for more: they are in memory meanwhile.
inline constexpr std::size_t kSubscriberBatchRecords = 256;
/// Bytes of them.
inline constexpr std::size_t kSubscriberBatchBytes = 1024 * 1024;
/// Timers that are worked off in one go: commands wait behind as many at most.
inline constexpr std::size_t kTimerBatchMax = 128;
/// Stream heads kept in memory once the index covers them.
inline constexpr std::size_t kHotEntriesMax = 64 * 1024;

/// Times a command is decided anew after version conflicts before the conflict is reported: several
/// writers that fight for one stream on two cores lose sixteen times in a row now and then.
inline constexpr int kDecideAttemptsMax = 128;
/// Times a command is given again to a log whose answer was lost before that is reported: a log in
/// another process has waited for its connection each time.
inline constexpr int kUnknownOutcomesMax = 4;
/// Timers that fire before one command because they had passed, and firings of one stream in a row
/// that each arm the next at once: a decider that arms one in the past again and again would never
/// come to an end.
inline constexpr std::size_t kTimersOfARoundMax = 500;
/// Nesting of containers and structs in a wire payload: deeper is a bomb, not data.
inline constexpr int kNestingMax = 16;
/// Names of refusals that are counted one by one: a name made of data would make no end of them.
inline constexpr std::size_t kMeterNamesMax = 256;
/// Entries of one page of a list.
inline constexpr std::size_t kListPageMax = 1000;
/// Narratives that a search for words may come to: their streams are in memory, 100 bytes each.
inline constexpr std::size_t kTextHitsMax = 200'000;
/// Rows of the ledger that are sorted in memory at a time: some 50 MB.
inline constexpr std::size_t kLedgerSortMax = 50'000;
/// Cases that may have changed since the position of a look back: some 100 MB.
inline constexpr std::size_t kLedgerChangedMax = 1'000'000;
/// Findings that a verification lists one by one; the rest is counted.
inline constexpr std::size_t kFindingsMax = 100;
/// Bytes of a JSON document read from outside.
inline constexpr std::size_t kJsonBytesMax = 8 * 1024 * 1024;
/// Working days that a calendar computation may run over: four years and more than any norm.
inline constexpr std::int64_t kWorkingDaysMax = 1500;

}  // namespace recourse::limits
