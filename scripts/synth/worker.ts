import { serve } from './serve.ts';
import { everyUnit, loadDeclaredFleet } from './units.ts';

serve(() => {
  const fleet = loadDeclaredFleet();
  return { fleet, units: everyUnit(fleet) };
});
