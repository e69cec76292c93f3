/** A phone number as a dialling link takes it. */
export const dialling = (phone: string): string => `tel:${phone.replace(/[^+\d]/g, '')}`;
