// Template functions for dates.
#include "Dates.h"
#include "Function.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

static constexpr StringRef usual = "yyyy-MM-ddTHH:mm:ssZ";

static std::optional<DateTime> dateAt(Call &call, size_t at) {
  std::optional<DateTime> date = readDate(call.string(at));
  if (!date && !call.failed())
    call.fail(fmt::format("`{}` is not a valid date", call.string(at)));
  return date;
}

static bool exists(int64_t ticks) {
  return ticks >= 0 && ticks < mostTicks;
}

static Json dateTimeAdd(Call &call) {
  std::optional<DateTime> date = dateAt(call, 0);
  StringRef period = call.string(1), format = call.has(2) ? StringRef(call.string(2)) : usual;
  if (call.failed())
    return nullptr;
  std::optional<int64_t> ticks = readPeriod(period);
  if (!ticks)
    return call.fail(fmt::format("`{}` is not a valid period, such as P1D or PT30M", period));
  date->ticks += *ticks;
  if (!exists(date->ticks) || !exists(date->ticks - date->offset * 60 * ticksOfSecond))
    return call.fail("the result is not in the years 1 to 9999");
  if (std::optional<std::string> text = formatDate(*date, format))
    return *text;
  return call.fail(fmt::format("`{}` is not a valid date format", format));
}

static Json dateTimeFromEpoch(Call &call) {
  int64_t seconds = 0;
  if (call[0].is_string() ? StringRef(call.string(0)).getAsInteger(10, seconds)
                          : !call[0].is_number_integer())
    return call.failType(0, "an integer");
  if (!call[0].is_string())
    seconds = call.integer(0);
  if (seconds < -ticksOfEpoch / ticksOfSecond ||
      seconds >= (mostTicks - ticksOfEpoch) / ticksOfSecond)
    return call.fail("the result is not in the years 1 to 9999");
  return *formatDate({ticksOfEpoch + seconds * ticksOfSecond, 0}, usual);
}

static Json dateTimeToEpoch(Call &call) {
  std::optional<DateTime> date = dateAt(call, 0);
  if (call.failed())
    return nullptr;
  int64_t ticks = date->ticks - date->offset * 60 * ticksOfSecond - ticksOfEpoch;
  return ticks / ticksOfSecond - (ticks % ticksOfSecond < 0); // towards the past
}

llvm::ArrayRef<Function> azcl::expansion::dateFunctions() {
  static const Function table[] = {
      {"dateTimeAdd", 2, 3, dateTimeAdd},
      {"dateTimeFromEpoch", 1, 1, dateTimeFromEpoch},
      {"dateTimeToEpoch", 1, 1, dateTimeToEpoch},
  };
  return table;
}
